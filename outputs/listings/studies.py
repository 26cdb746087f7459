"""Study files as people read them before they are run: what is asked, what is varied and why, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from outputs.text.both import spoken
from outputs.text.file_units import unit_said
from outputs.text.grid import Column, Grid, wrap
from outputs.text.numbers import written
from scenarios.files.names import label_of
from scenarios.study.study_plan import StudyPlan, Variation
from sim.terms.language import _, language


def listing(plans: Sequence[StudyPlan]) -> Iterator[Grid | str]:
    """Yield the studies by name, each with its question."""
    for plan in plans:
        lines = [f"{plan.name}: {spoken(plan.title)}", *(f"  {line}" for line in wrap(spoken(plan.question)))]
        yield "\n".join(lines)
    yield _("mellanrum study show NAME tells more; mellanrum study run NAME carries one out.")


def told(plan: StudyPlan) -> Iterator[Grid | str]:
    """Yield all that a study file says."""
    yield f"{spoken(plan.title)} ({plan.name})"
    yield _paragraph(_("Question: {question}", question=spoken(plan.question)))
    yield _paragraph(_("Hypothesis: {hypothesis}", hypothesis=spoken(plan.hypothesis)))
    first, *others = [label_of(d) for d in plan.designs]
    yield _paragraph(
        _(
            "Designs: {designs} against {baseline}, in {counties}",
            designs=", ".join(others),
            baseline=first,
            counties=", ".join(plan.counties),
        )
    )
    if plan.variations:
        columns = (Column(_("what"), right=False), Column(_("from")), Column(_("to")), Column(_("in"), right=False))
        rows = [(spoken(v.label), *_ends(v), ", ".join(Path(d).stem for d in v.designs)) for v in plan.variations]
        notes = tuple(f"{spoken(v.label)}: {_(v.why)}" for v in plan.variations)
        yield Grid(_how_varied(plan), columns, tuple(rows), notes)
    yield _paragraph(_("Measures: {measures}", measures=", ".join(plan.measures)))
    if plan.findings is None:
        yield _("Not run yet, or its findings are not in the file: a run's folder holds them in findings.toml.")
        return
    yield _paragraph(
        _(
            "Found: {date}, version {version}",
            date=plan.findings.date.isoformat(),
            version=plan.findings.version,
        )
    )
    for sentence in plan.findings.sentences:
        yield "\n".join(wrap(spoken(sentence)))


def _how_varied(plan: StudyPlan) -> str:
    if plan.sample == "latin_hypercube":
        return _("What is varied: a sample of {n} points", n=language().number(plan.points))
    return _("What is varied: every combination")


def _ends(variation: Variation) -> tuple[str, str]:
    if variation.values:
        return "", ", ".join(_value(v) for v in variation.values)
    sign = "x" if variation.is_factor else ""
    unit = "" if variation.is_factor or variation.unit is None else f" {unit_said(variation.unit)}"
    return f"{sign}{_value(variation.low)}", f"{sign}{_value(variation.high)}{unit}"


def _value(value: object) -> str:
    """Return what a key is set to, a number with the decimal sign of the language; words as the file has them."""
    if isinstance(value, float):
        return written(value)
    return str(value)


def _paragraph(text: str) -> str:
    return "\n".join(wrap(text))
