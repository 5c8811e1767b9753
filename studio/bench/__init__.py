"""Measurements of this computer: each runs in a Python of its own and prints one line of JSON."""
