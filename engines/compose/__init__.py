"""Music: notes and scores, the files they live in, the sound they make, and a network that writes more of them."""
