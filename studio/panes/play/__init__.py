"""Play: drive, watch it dream, drive the dream."""
