"""A comparison as people read it: five sentences and the first row, then the tables and figures behind them."""
