"""Beside the page: the ten likeliest next words, and a model that names them."""
