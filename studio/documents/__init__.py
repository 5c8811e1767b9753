"""A project on disk: one SQLite file, saved a second after each change."""
