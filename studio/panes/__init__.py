"""The four rooms: Paint, Write, Compose, Play. No pane imports another."""
