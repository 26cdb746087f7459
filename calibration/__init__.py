"""Evidence: the ledger of figures, what is derived from it, and what the model is checked against."""
