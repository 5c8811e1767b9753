"""How a score sounds: synthesisers, a renderer that is exact to the frame, outputs, and the player over them."""
