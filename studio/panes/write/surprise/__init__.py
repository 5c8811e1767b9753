"""Words coloured by how surprising the model finds them."""
