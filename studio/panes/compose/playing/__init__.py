"""What sounds: the player, the playhead, and notes from keys."""
