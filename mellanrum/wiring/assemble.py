"""Names of a county and of designs become a study: here scenario files meet the parameters that they need.

`scenarios` and `calibration` never import each other; this introduces them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from calibration.parameters.store import Parameters, load_parameters
from mellanrum.defaults import LARGEST_SEED, LONGEST_YEARS
from mellanrum.wiring.absent import absent
from mellanrum.wiring.old_files import of_old_files
from mellanrum.wiring.options import OptionError, is_whole
from mellanrum.wiring.parameter_source import MODES, Source, source_of
from scenarios.compose import compose
from scenarios.edits.comparable import unlike_calendars
from scenarios.files.names import numbered
from scenarios.files.problems import Problem, ScenarioError
from scenarios.files.titles import title_of
from sim.comparison.ablation import variants
from sim.experiment.packed_scenarios import Packed, hold
from sim.experiment.study import LOGS, Design, Study
from sim.terms.errors import unusable
from sim.terms.language import ENGLISH, N_, SWEDISH, _, speaking
from sim.terms.scenario import Scenario

SAME = N_("{design}: the same as {twin} in every number, so every difference between them is 0.")
Made = dict[tuple[str, int], Packed]
"""Scenarios, each packed by itself, by design and replication."""


def assemble(
    county: str | Path,
    designs: Sequence[str | Path],
    *,
    replications: int,
    seed: int,
    years: float,
    parameters: str | None = None,
    logs: str = "first",
    made: Made | None = None,
    source: Source | None = None,
) -> Study:
    """Return the study of `designs` in `county`, the first design being the baseline.

    `parameters`: "posterior", "prior" or "point"; None: the county's fitted draws if it has any that can be used.
    Designs whose calendars are not one are refused. `made`: scenarios that were made before, taken from there and added
    to: a study that grows makes none twice. `source`: where the numbers come from, for whoever has asked already.
    Raises OptionError for the options, ScenarioError with all problems of all files, ParameterError, SetError.
    """
    check_options(designs=designs, replications=replications, seed=seed, years=years, parameters=parameters, logs=logs)
    known, source = load_parameters(), source or source_of(county, parameters, seed)
    kept: Made = {} if made is None else made
    ready: dict[str, Design] = {}
    problems: list[Problem] = []
    for name in dict.fromkeys(str(d) for d in designs):
        try:
            ready[name] = _design(
                county=county, name=name, known=known, replications=replications, years=years, source=source, made=kept
            )
        except ScenarioError as error:
            problems += error.problems
    problems += unlike_calendars(designs)
    if problems:
        raise ScenarioError(problems)
    chosen = _numbered([ready[str(d)] for d in designs])
    county_name = chosen[0].scenarios[0].county.name
    with speaking(ENGLISH.code):  # results are kept in it, and told in the language of whoever reads them
        lacking = absent({str(d): ready[str(d)].scenarios[0] for d in designs})
        told = (*source.told, *of_old_files(county, designs), *lacking, *equal_designs(chosen))
    return Study(
        county=county_name,
        designs=chosen,
        replications=replications,
        seed=seed,
        years=years,
        parameters=source.mode,
        logs=logs,
        told=told,
        county_title=title_of(county),
        county_title_sv=title_of(county, code=SWEDISH.code),
    )


def equal_designs(designs: Sequence[Design]) -> tuple[str, ...]:
    """Return a sentence for each design that is, but for its name, one that stands before it."""
    found = []
    for i, design in enumerate(designs):
        twin = next((d for d in designs[:i] if _same_numbers(d, design)), None)
        if twin is not None:
            found.append(SAME.format(design=design.name, twin=twin.name))
    return tuple(found)


def _same_numbers(one: Design, other: Design) -> bool:
    """Return whether two designs are one but for their names, draw by draw: mostly the first tells them apart."""
    return len(one.scenarios) == len(other.scenarios) and all(
        replace(a, name="") == replace(b, name="") for a, b in zip(one.scenarios, other.scenarios, strict=True)
    )


def _numbered(designs: Sequence[Design]) -> tuple[Design, ...]:
    """Return the designs, each under a name of its own: two files may be called alike, and a design may stand twice."""
    names = numbered(design.name for design in designs)
    return tuple(
        design
        if name == design.name
        else replace(design, name=name, scenarios=hold(replace(s, name=name) for s in design.scenarios))
        for name, design in zip(names, designs, strict=True)
    )


def ablation(
    county: str | Path,
    design: str | Path,
    *,
    replications: int,
    seed: int,
    years: float,
    parameters: str | None = None,
    logs: str = "none",
) -> Study:
    """Return the study of a design, whole and without each of its mechanisms; the whole design is the baseline.

    Raises OptionError as well where a design has no mechanism to switch off.
    """
    study = assemble(
        county, [design], replications=replications, seed=seed, years=years, parameters=parameters, logs=logs
    )
    (whole,) = study.designs
    parts = [dict(variants(scenario)) for scenario in whole.scenarios]
    names = [name for name in parts[0] if all(name in part for part in parts)]
    if not names:
        found = _("{design}, which changes nothing", design=repr(str(design)))
        raise OptionError([unusable("design", found, _("a design with changes"))])
    without = [
        Design(f"without_{name}", f"{whole.title}, without {name}", tuple(part[name] for part in parts))
        for name in names
    ]
    return replace(study, designs=(whole, *without))


def scenario(
    county: str | Path, design: str | Path, *, years: float, parameters: str | None, seed: int, replication: int
) -> Scenario:
    """Return the scenario that one replication of one design uses."""
    check_options(
        designs=[design], replications=replication + 1, seed=seed, years=years, parameters=parameters, logs="none"
    )
    pick = source_of(county, parameters, seed).pick(replication)
    return compose(county, design, parameters=load_parameters(), years=years, pick=pick)


def _design(
    county: str | Path, name: str, known: Parameters, replications: int, years: float, source: Source, made: Made
) -> Design:
    for k in range(replications if source.varies else 1):
        if (name, k) not in made:
            made[name, k] = Packed([compose(county, name, parameters=known, years=years, pick=source.pick(k))])
    scenarios = hold(Packed.joined(made[name, k] for k in range(replications if source.varies else 1)))
    return Design(scenarios[0].name, title_of(name, "design"), scenarios, title_of(name, "design", SWEDISH.code))


def check_options(
    designs: Sequence[str | Path], replications: int, seed: int, years: float, parameters: str | None, logs: str
) -> None:
    """Raise OptionError with a line for every option that cannot be used."""
    if lines := option_faults(
        designs=designs, replications=replications, seed=seed, years=years, parameters=parameters, logs=logs
    ):
        raise OptionError(lines)


def option_faults(
    designs: Sequence[str | Path], replications: int, seed: int, years: float, parameters: str | None, logs: str
) -> list[str]:
    """Return a line for every option that cannot be used."""
    lines = []
    if isinstance(designs, str | Path) or not designs:
        lines.append(unusable("designs", repr(designs), _("a list of names or paths, at least one")))
    if not is_whole(replications) or replications < 1:
        lines.append(unusable("replications", repr(replications), _("a whole number, at least 1")))
    if not is_whole(seed) or not 0 <= seed <= LARGEST_SEED:
        lines.append(unusable("seed", repr(seed), _("a whole number from 0 to {most}", most=LARGEST_SEED)))
    if isinstance(years, bool) or not isinstance(years, int | float) or not 0 < years <= LONGEST_YEARS:
        lines.append(unusable("years", repr(years), _("a number above 0 and at most {most}", most=LONGEST_YEARS)))
    if parameters is not None and parameters not in MODES:
        lines.append(unusable("parameters", repr(parameters), ", ".join(MODES)))
    if logs not in LOGS:
        lines.append(unusable("logs", repr(logs), ", ".join(LOGS)))
    return lines
