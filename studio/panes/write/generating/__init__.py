"""Writing on from the cursor, other words in place of one, and every branch that came of it."""
