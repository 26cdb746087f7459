"""A sensitivity analysis as people read it: a page, its sentences and its figure."""
