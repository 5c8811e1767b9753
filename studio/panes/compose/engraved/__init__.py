"""The score as a page of written music."""
