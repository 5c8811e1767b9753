"""Models, training and inference. No Qt here: arrays, text and frozen dataclasses cross the border."""
