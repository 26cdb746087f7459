"""What the model of a county is held against: the figures, how each was counted, and how it meets them."""
