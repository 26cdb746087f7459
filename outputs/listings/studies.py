"""Study files as people read them before they are run: what is asked, what is varied and why, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from outputs.text.grid import Column, Grid, wrap
from scenarios.files.names import label_of
from scenarios.study.study_plan import StudyPlan, Variation


def listing(plans: Sequence[StudyPlan]) -> Iterator[Grid | str]:
    """Yield the studies by name, each with its question."""
    for plan in plans:
        lines = [f"{plan.name}: {plan.title.en}", *(f"  {line}" for line in wrap(plan.question.en))]
        yield "\n".join(lines)
    yield "mellanrum study show NAME tells more; mellanrum study run NAME carries one out."


def told(plan: StudyPlan) -> Iterator[Grid | str]:
    """Yield all that a study file says."""
    yield f"{plan.title.en} ({plan.name})"
    yield _paragraph("Question", plan.question.en)
    yield _paragraph("Hypothesis", plan.hypothesis.en)
    names = [label_of(d) for d in plan.designs]
    yield _paragraph("Designs", f"{', '.join(names[1:])} against {names[0]}, in {', '.join(plan.counties)}")
    if plan.variations:
        how = {"grid": "every combination", "latin_hypercube": f"a sample of {plan.points} points"}
        columns = (Column("what", right=False), Column("from"), Column("to"), Column("in", right=False))
        rows = [(v.label.en, *_ends(v), ", ".join(Path(d).stem for d in v.designs)) for v in plan.variations]
        notes = tuple(f"{v.label.en}: {v.why}" for v in plan.variations)
        yield Grid(f"What is varied: {how[plan.sample or 'grid']}", columns, tuple(rows), notes)
    yield _paragraph("Measures", ", ".join(plan.measures))
    if plan.findings is None:
        yield "Not run yet, or its findings are not in the file: a run's folder holds them in findings.toml."
        return
    yield _paragraph("Found", f"{plan.findings.date.isoformat()}, version {plan.findings.version}")
    for sentence in plan.findings.sentences:
        yield "\n".join(wrap(sentence.en))


def _ends(variation: Variation) -> tuple[str, str]:
    if variation.values:
        return "", ", ".join(str(v) for v in variation.values)
    sign = "x" if variation.is_factor else ""
    unit = "" if variation.is_factor or variation.unit is None else f" {variation.unit}"
    return f"{sign}{variation.low:g}", f"{sign}{variation.high:g}{unit}"


def _paragraph(head: str, text: str) -> str:
    return "\n".join(wrap(f"{head}: {text}"))
