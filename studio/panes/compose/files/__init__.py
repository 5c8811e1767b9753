"""Music into files and out of them."""
