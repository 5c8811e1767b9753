"""How each layer of the roll is drawn."""
