"""Paint: one-pass style networks and the features they learn through."""
