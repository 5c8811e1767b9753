"""Play: a world to drive in, what learns to see, to dream and to drive it, and the scores that come of it."""
