"""V of the world models: a variational autoencoder that sees a frame as 32 numbers."""
