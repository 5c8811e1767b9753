"""Compose: a piano roll with a composer inside."""
