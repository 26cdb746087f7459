"""What is set in a scenario beside its files: keys by dots, values that vary, and what they take along."""
