"""Neural style transfer: a picture optimised until it holds one picture's subject in another one's manner."""
