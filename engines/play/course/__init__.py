"""A course: the four stages from collecting to driving, in one folder that can be gone on with."""
