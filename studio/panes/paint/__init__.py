"""Paint: photographs become paintings."""
