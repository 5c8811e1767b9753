"""The list of tracks at the left of the roll."""
