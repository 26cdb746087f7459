"""Where the municipalities lie: outlines that a page draws."""
