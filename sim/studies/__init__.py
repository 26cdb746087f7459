"""Questions that are answered by runs: how a value bears on the result, how many must follow, what to count next.

Each makes its scenarios through a callable, so that none knows files; each result is plain values.
"""
