"""`sensitivity`: which numbers a level or a difference hangs on, by Morris' screening or Sobol's indices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from calibration.emulator import fit_emulator
from mellanrum.factors import Varied, factors_of
from mellanrum.ground import ground_of, json_of, shared_keys
from mellanrum.kinds.common import GroundWork
from mellanrum.measures import checked_measures
from mellanrum.options import OptionError, is_whole
from outputs.measures_text import HEADLINE
from outputs.sensitivity import parts, rows
from scenarios.edits import Times
from sim.analysis.sampling import Factor
from sim.experiment.means import Means
from sim.experiment.replicate import Progress
from sim.studies.cases import Case
from sim.studies.sensitivity import METHODS, Asked, FactorTold, SensitivityFound, analysed, outcomes_at, points_of

RESULT = SensitivityFound
__all__ = ("RESULT", "parts", "prepare", "rows")


def prepare(arguments: Mapping[str, Any]) -> GroundWork[SensitivityFound]:
    """Return the analysis that the arguments ask for; `size` and `direct` as `sizing.sized` decided them.

    Raises OptionError, ScenarioError, ParameterError, SetError.
    """
    given = dict(arguments)
    method, size, direct = given.pop("method"), given.pop("size"), bool(given.pop("direct"))
    design, baseline = str(given.pop("design")), str(given.pop("baseline"))
    measures, over, hold = given.pop("measures"), given.pop("over"), bool(given.pop("hold_baseline"))
    if method not in METHODS or not is_whole(size) or size < 2:
        raise OptionError([f"--method, size: found {method!r}, {size!r}; valid: {' or '.join(METHODS)}, at least 2"])
    checked = checked_measures(measures, HEADLINE)
    ground = ground_of(designs=[baseline, design], replications=1, **given)
    own, base = ground.name_of(design), ground.name_of(baseline)
    varied, left_out = factors_of(ground, own, over)
    shared = shared_keys(ground, own, base, [v.key for v in varied], hold)
    factors = tuple(Factor(v.key, v.low, v.high) for v in varied)
    edits = {v.key: Times if v.is_factor else float for v in varied}
    asked = Asked(own, base, factors, edits, shared, checked)
    for end in (0, 1):
        setting = tuple((v.key, edits[v.key]((v.low, v.high)[end])) for v in varied)
        ground.scenario(Case(own, setting), 0)

    def run(means: Means, progress: Progress | None) -> SensitivityFound:
        points = points_of(method, factors, size, ground.seed, direct)
        outcomes = outcomes_at(asked, points, not direct, ground.scenario, ground.seed, means, progress)
        found = analysed(asked, method, points, outcomes, ground.seed, None if direct else fit_emulator)
        return SensitivityFound(
            ground.county_name,
            own,
            base,
            method,
            direct,
            tuple(_told(v) for v in varied),
            shared,
            found,
            left_out,
            2 * len(points),
            ground.seed,
            ground.years,
            ground.source.mode,
            ground.notes,
            ground.county_title,
        )

    about = [ground.digest([Case(base), Case(own)]), method, size, direct, [(f.name, f.low, f.high) for f in factors]]
    name = f"{ground.county_name}-sensitivity"
    return GroundWork(ground, name, json_of([*about, hold, checked]), run, "sensitivity")


def _told(varied: Varied) -> FactorTold:
    q = varied.quantity
    return FactorTold(varied.key, varied.low, varied.high, q.unit, varied.place, varied.is_factor, q.evidence)
