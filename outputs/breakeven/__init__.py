"""A break-even as people read it: a page, its sentences and its figure."""
