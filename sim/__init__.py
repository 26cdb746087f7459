"""The simulation: words, chance, clients, the model, its measures and its experiments."""

from sim.compiled import COMPILED  # first of all: it decides where every other module is loaded from

__all__ = ["COMPILED"]
