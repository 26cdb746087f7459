"""What a grid of combinations shows, as clauses.

How the difference goes with a key is told by means over the other keys; they have no interval, and that is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from outputs.study.groups import state
from outputs.study.keys import values_words
from outputs.study.view import View
from outputs.study.words import called, estimate_of, under_title
from outputs.text.clauses import scale_of, words_of
from outputs.text.pages import listed
from sim.studies.sweep import SweepPoint
from sim.terms.language import N_, _, language

TOLD = {
    "more": N_("in {number} {more}"),
    "fewer": N_("in {number} {fewer}"),
    "unclear": N_("in {number} the difference in {name} cannot be told from none"),
    "none": N_("in {number} there is no difference in {name}"),
    "few": N_("in {number} the difference in {name} rests on too few replications to tell"),
}
"""What is said of the combinations that lie on a side, or on none."""


def answer(view: View) -> str:
    """Return how many combinations lie on which side, and where the extremes are, design by design."""
    return "; ".join(_counted(view, design, points) for design, points in view.county.grid.items())


def effects(view: View) -> str:
    """Return how far each key moves the mean difference, design by design, the largest change first."""
    words = words_of(view.measure)
    told = []
    for design, points in view.county.grid.items():
        changes = mean_changes(points, view.measure)
        shown = listed([_effect(view, key, *change) for key, change in changes.items()])
        if shown:
            told.append(f"{under_title(view.title(design))} {shown}" if len(view.county.grid) > 1 else shown)
    if not told:
        return _("no key has two values at which {name} can be compared", name=words.name)
    unit = f"{words.unit}, " if words.unit else ""
    return _(
        "from the first value to the last of what was varied, the mean difference in {name} changes ({unit}without "
        "interval) {effects}",
        name=words.name,
        unit=unit,
        effects="; ".join(told),
    )


def mean_changes(points: Sequence[SweepPoint], measure: str) -> dict[str, tuple[object, object, float]]:
    """Return key → (first value, last value, change of the mean difference), the largest change first."""
    found = {}
    for key in points[0].setting if points else ():
        values = list(dict.fromkeys(p.setting[key] for p in points))
        means = [_mean([p for p in points if p.setting[key] == v], measure) for v in (values[0], values[-1])]
        if len(values) > 1 and means[0] is not None and means[1] is not None:
            found[key] = (values[0], values[-1], means[1] - means[0])
    return dict(sorted(found.items(), key=lambda item: -abs(item[1][2])))


def _mean(points: Sequence[SweepPoint], measure: str) -> float | None:
    known = [s.mean for p in points if (s := p.differences.get(measure)) is not None and s.mean is not None]
    return sum(known) / len(known) if known else None


def _effect(view: View, key: str, first: object, last: object, change: float) -> str:
    known, x = view.key(key), language().number(change * scale_of(view.measure), 1, signed=True)
    return _("by {x} with {label} ({values})", x=x, label=known.name, values=values_words(known, first, last))


def _counted(view: View, design: str, points: Sequence[SweepPoint]) -> str:
    words, found = words_of(view.measure), [p.differences.get(view.measure) for p in points]
    known = [e for s in found if (e := estimate_of(s)) is not None]
    about = {"name": words.name, "more": words.more.format(x=""), "fewer": words.fewer.format(x="")}
    counts = {which: sum(state(s) == which for s in found) for which in TOLD}
    told = [_(form, number=counts[which], **about) for which, form in TOLD.items() if counts[which]]
    if absent := len(found) - sum(counts.values()):
        told.append(_("{number} have no value to compare", number=absent))
    head = _(
        "{under}, compared with {baseline}, of {number} combinations tried {told}",
        under=under_title(view.title(design)),
        baseline=called(view.baseline),
        number=len(points),
        told=listed(told),
    )
    if len(known) < 2:
        return head
    low, high = (
        language().number(f(e.value for e in known) * scale_of(view.measure), 1, signed=True) for f in (min, max)
    )
    means = _("{told} (means from {low} to {high} {unit})", told=head, low=low, high=high, unit=words.unit)
    return means.replace(" )", ")")
