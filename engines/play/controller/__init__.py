"""C: the controller, a linear map from what is seen and remembered to the wheel; imitated or evolved."""
