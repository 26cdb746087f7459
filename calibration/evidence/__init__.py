"""The ledger: every figure with its source, every assumption called one; and what is counted of it."""
