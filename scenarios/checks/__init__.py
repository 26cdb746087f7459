"""Whether files can be used: what does not fit, does not add up, or is odd."""
