"""Write: an editor whose next word one chooses."""
