"""What every page shares: names of codes, measures and keys; how numbers and differences are written; grids."""
