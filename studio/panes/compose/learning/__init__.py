"""Learning from a folder of music: choosing, watching, resting, and making models."""
