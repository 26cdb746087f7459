"""Whose gain, drawn: of 100 clients of each group those better off to the right, worse off to the left, and the net."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from outputs.comparison.around import LINE, NOTE_LINE, note_lines, title_lines, write
from outputs.comparison.headline import design_names, too_few
from outputs.figures.style import look, new_figure, save, tidy
from outputs.text.county import county_shown
from outputs.text.measures import group_words
from outputs.text.numbers import TOO_FEW
from sim.comparison.results import Comparison, Gain, Gains
from sim.terms.language import _, language

ACROSS = 3
BETTER, WORSE, CHANCE = "#92C5DE", "#F4C7A1", "#e3e3e3"
LEAST_CLIENTS = 5.0  # groups with fewer clients (mean of replications) are left out of the picture


def draw_gains(found: Comparison, path: Path) -> Path:
    """Draw one panel per design, at most three side by side, on one scale, and return the path."""
    names = design_names(found)
    some = [
        (i, d.gains)
        for i, d in enumerate(found.differences)
        if d.gains is not None and d.gains.all.net.mean is not None
    ]
    if not some or too_few(found):
        figure = new_figure(8.0, 1.2)
        why = _(TOO_FEW) if too_few(found) else _("nobody is in two cohorts")
        figure.text(0.03, 0.5, _("Whose gain: {why}.", why=why), fontsize=11)
        return save(figure, path)
    groups = _groups([gains for _, gains in some])
    across = min(len(some), ACROSS)
    down = -(-len(some) // across)
    labels = [group_words(name) for name in groups]
    side = max(1.75, 0.25 + 0.078 * max(map(len, labels)))
    wide = side + 0.55 + 3.9 * across
    title = _(
        "{county}: of 100 clients who ask under both, better and worse off than under {baseline}",
        county=county_shown(found),
        baseline=names[0],
    )
    how = (
        _(
            "Bars: worse off to the left, better off to the right; grey: the same if clients were dealt out by chance. "
            "Mark: better minus worse, with its 95 % interval."
        ),
        _("Groups of fewer than {few} clients are left out.", few=round(LEAST_CLIENTS)),
    )
    head, below = title_lines(title, wide), note_lines(how, found.parameters_mode, wide)
    height = 0.9 + LINE * len(head) + NOTE_LINE * len(below) + down * (0.9 + 0.23 * len(groups))
    figure = new_figure(wide, height)
    top, bottom = write(figure, head, below, 12)
    axes = figure.subplots(down, across, sharex=True, sharey=True, squeeze=False).ravel()
    for axis in axes[len(some) :]:
        axis.set_visible(False)
    for axis, (i, gains) in zip(axes, some, strict=False):
        _panel(axis, gains, groups, labels, i)
        axis.set_title(names[i + 1], loc="left", fontsize=10.5, color=look(i + 1)["color"])
    figure.subplots_adjust(
        left=side / wide, right=0.98, top=1 - (top + 0.4) / height, bottom=(bottom + 0.35) / height, hspace=0.2,
        wspace=0.08,
    )  # fmt: skip
    return save(figure, path)


def _groups(some: list[Gains]) -> list[str]:
    """Return the groups that are large enough under any design, in order; the first stands for all."""
    known = [g.group for gains in some for g in gains.groups if (g.clients.mean or 0.0) >= LEAST_CLIENTS]
    return ["", *dict.fromkeys(known)]


def _panel(axis: Any, gains: Gains, groups: list[str], labels: list[str], design: int) -> None:
    by_name: dict[str, Gain] = {"": gains.all} | {g.group: g for g in gains.groups}
    chance = gains.chance
    if chance.better.mean is not None and chance.worse.mean is not None:
        axis.barh(0, 100 * chance.better.mean, height=0.9, color=CHANCE)
        axis.barh(0, -100 * chance.worse.mean, height=0.9, color=CHANCE)
    for row, name in enumerate(groups):
        gain = by_name.get(name)
        if gain is None or gain.better.mean is None or gain.worse.mean is None or gain.net.mean is None:
            continue
        axis.barh(row, 100 * gain.better.mean, height=0.55, color=BETTER)
        axis.barh(row, -100 * gain.worse.mean, height=0.55, color=WORSE)
        if gain.net.low is not None and gain.net.high is not None:
            axis.plot([100 * gain.net.low, 100 * gain.net.high], [row, row], color="#222222", lw=1.6)
        axis.plot([100 * gain.net.mean], [row], ls="", ms=6.5, mec="#222222", mew=0.7, **look(design + 1))
    axis.axvline(0, color="#3b3b3b", lw=1)
    axis.set_yticks(range(len(groups)), labels)
    axis.set_ylim(len(groups) - 0.4, -0.7)
    kinds = [name.partition(".")[0] for name in groups]
    for row in range(1, len(groups)):
        if kinds[row] != kinds[row - 1]:
            axis.axhline(row - 0.5, color="#bbbbbb", lw=0.8)
    axis.xaxis.set_major_formatter(lambda x, place: language().number(abs(x)))
    tidy(axis, "x")
