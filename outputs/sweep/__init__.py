"""A sweep as people read it: a page, its sentences and its figures."""
