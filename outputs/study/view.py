"""A study in one county, with what its tables, sentences and pictures look up again and again."""

from __future__ import annotations

from dataclasses import dataclass

from outputs.study.keys import Key, key_of
from outputs.study.words import estimate_of
from sim.comparison.results import Summary
from sim.studies.sampled import SurfaceFound
from sim.studies.study import CountyFound, DesignFound, InBoth, StudyFound


@dataclass(frozen=True, slots=True)
class View:
    """A study and one of its counties."""

    study: StudyFound
    county: CountyFound

    @property
    def measure(self) -> str:
        """The measure that the study is about first of all."""
        return self.study.measures[0]

    @property
    def baseline(self) -> DesignFound:
        """The design that the others are compared with."""
        named = [d for d in self.county.designs if d.name == self.study.baseline]
        return (named or list(self.county.designs))[0]

    @property
    def others(self) -> tuple[DesignFound, ...]:
        """All designs but the baseline."""
        return tuple(d for d in self.county.designs if d is not self.baseline)

    def title(self, design: str) -> InBoth:
        """Return what a design is called."""
        found = [d.title for d in self.county.designs if d.name == design]
        return found[0] if found else InBoth(design, design)

    def key(self, name: str) -> Key:
        """Return a varied key in words. One that stands in no variation is told by its own name."""
        found = [v for v in self.study.variations if v.key == name]
        return (
            key_of(found[0])
            if found
            else Key(key=name, label=InBoth(name, name), low=0.0, high=1.0, unit="", is_factor=False)
        )

    def difference(self, design: DesignFound, measure: str) -> Summary | None:
        """Return a design's difference from the baseline, with its own numbers."""
        return design.differences.get(measure)

    def disagreeing(self, design: str) -> list[str]:
        """Return the measures on which a design's surface and its own runs surely differ, where both are the same."""
        (own,) = [d for d in self.county.designs if d.name == design]
        found = []
        for s in self.county.surfaces:
            e = estimate_of(own.differences.get(s.measure)) if s.design == design else None
            if e is not None and (e.low > s.usual.high or e.high < s.usual.low):
                found.append(s.measure)
        return found

    def surface(self, design: str, measure: str) -> SurfaceFound | None:
        """Return the surface of a design's difference on a measure, if there is one."""
        found = [s for s in self.county.surfaces if (s.design, s.measure) == (design, measure)]
        return found[0] if found else None
