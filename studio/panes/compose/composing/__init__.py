"""The composer: wishes, takes, and what becomes of them."""
