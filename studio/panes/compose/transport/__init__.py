"""The bar above the roll: play, position, tempo, what is heard."""
