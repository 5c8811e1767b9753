"""A network that continues, varies and fills melodies: lines of notes, learning them, and writing more of them."""
