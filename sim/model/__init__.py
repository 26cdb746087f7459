"""The model: the only place that imports SimPy. Clients meet services, rules and queues; what happens is logged."""

from sim.model.simulate import simulate

__all__ = ["simulate"]
