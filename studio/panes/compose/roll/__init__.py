"""The piano roll: notes drawn, heard, moved and measured; one gesture a file."""
