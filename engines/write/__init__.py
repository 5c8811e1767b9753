"""Write: words, the models that guess the next one, and the texts they learn from."""
