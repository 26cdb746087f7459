"""A move: on one day one service's work in some municipalities goes to another employer or another service."""

from __future__ import annotations

from dataclasses import dataclass

from sim.terms.words import Part, Service, Substance


@dataclass(frozen=True, slots=True)
class Move:
    """What goes, when and where. `municipalities`: indices, sorted. `part`: what it is asked for, None: whatever.

    `substances`: of whom, sorted; empty: of everybody. `closes`: it closes, and others take its cases over.
    """

    day: float
    service: Service
    municipalities: tuple[int, ...]
    part: Part | None = None
    substances: tuple[Substance, ...] = ()
    closes: bool = False
