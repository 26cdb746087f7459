"""What the workshop page shows of a comparison, as plain values that the page draws."""
