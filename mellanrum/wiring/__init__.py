"""Where files, fitted numbers and the model meet: scenarios are made here for whoever asks."""
