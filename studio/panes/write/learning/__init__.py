"""Learning from a person's texts, and the models that come of it."""
