"""One gesture a file: each begins with a press and ends with a release, or is taken back."""
