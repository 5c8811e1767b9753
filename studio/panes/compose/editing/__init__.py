"""What is done with notes by command, and the strip of tools above the roll."""
