"""The simulation: words, chance, clients, the model, its measures and its experiments."""
