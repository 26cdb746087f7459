"""The parameters of the model: the base file, the sets that were fitted, and how both are read."""
