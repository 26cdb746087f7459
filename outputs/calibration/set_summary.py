"""A parameter set in words and tables: what stands beside it, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calibration.parameters.parameter_set import ParameterSet
from calibration.verdicts.learned import Learned, RestsOn, answered, unknowns
from calibration.verdicts.match import MatchRow, coverage, reach_of
from outputs.calibration.match import MISS, USES, reason, told, verdict
from outputs.calibration.numbers import number, signed
from outputs.calibration.reach import tight_counts
from scenarios.files.thousands import grouped
from scenarios.files.titles import title_or_name
from sim.terms.language import _, speaking

Triple = tuple[float, float, float]


def markdown(
    found: ParameterSet, rows: Sequence[MatchRow], taught: Sequence[Learned], rests: Sequence[RestsOn], unfitted: int
) -> str:
    """Return the summary of a set as Markdown: a document, in English whichever language is spoken."""
    with speaking("en"):
        return _document(found, rows, taught, rests, unfitted)


def _document(
    found: ParameterSet, rows: Sequence[MatchRow], taught: Sequence[Learned], rests: Sequence[RestsOn], unfitted: int
) -> str:
    parts = [
        _origin(found),
        _parameters(taught, unfitted),
        _unsaid(found),
        *(_match(rows, use) for use in USES),
        _tight(rows, str(found.about["county"])),
        _misses(rows),
        _rests(rests),
        _emulators(found),
    ]
    return "\n".join(part.rstrip() + "\n" for part in parts if part)


def _origin(found: ParameterSet) -> str:
    about = found.about
    runs, county = about["runs"], str(about["county"])
    shares = ", ".join(f"{share:.1%}" for share in about["not_ruled_out"])
    rhat, effective = max(about["rhat"].values()), min(about["effective"].values())
    whole = sum(runs.values())
    # not said: a document, in English
    return f"""# {title_or_name(county)}: parameters fitted to its counts

Written by `mellanrum calibrate {county}`; not edited by hand. `{county}.parquet` holds the draws.

{found.draws} draws of {len(found.fitted)} parameters, from {whole} simulation runs: {runs["prior"]} from the ranges, \
{runs["again"]} of these again for chance alone, {runs["waves"]} in waves of history matching, {runs["draws"]} of the \
draws. {about["minutes"]} minutes. Share of the space that was not ruled out, wave by wave: {shares}. Four ensembles \
started apart: R-hat at most {rhat:.4f}, effective sample at least {grouped(effective)}.

| | |
|---|---|
| set | `{found.name}` |
| seed | {about["seed"]} |
| version of mellanrum | {about.get("version", "–")} |
| reference log | `{about["reference"]}` |
| parameters and targets | `{about["inputs"]}` |
| evidence files | `{about.get("evidence", "–")}` |

Another reference log, parameter range or target makes the set stale: it is then refused, and said.
"""


def _parameters(taught: Sequence[Learned], unfitted: int) -> str:
    lines = _table(
        # not said: a document, in English
        ("parameter", "unit", "range: mean (90 %)", "draws: mean (90 %)", "width", ""),
        ((f"`{r.path}`", r.quantity.unit, _span(r.before), _span(r.after), f"{r.width:.2f}", word(r)) for r in taught),
    )
    # not said: a document, in English
    return f"""## What was fitted

Of a list the factor on it. Width: of the 90 %, after over before. (=): the range rests on the evidence of that target,
which is so counted twice. {unfitted} more parameters have a range and were not
fitted; every draw takes them from their ranges.

{lines}"""


def _unsaid(found: ParameterSet) -> str:
    cells = [(name, _span(before), _span(after)) for name, before, after in unknowns(found)]
    cells += [(f"{town} answered", f"{before:.0%}", f"{after:.0%}") for town, before, after in answered(found)]
    if not cells:
        return ""
    # not said: a document, in English
    return "## What the sources leave unsaid\n\n" + _table(("", "before", "after"), cells)


def _match(rows: Sequence[MatchRow], use: str) -> str:
    some = [row for row in rows if row.target.use == use]
    lines = _table(
        (
            "target",
            "figure (95 %)",
            # not said: a document, in English
            "draws: mean (95 % of runs)",
            "predictive 95 %",
            "ranges alone",
            "width",
            "miss",
            "",
        ),
        (
            (
                row.target.title,
                f"{number(row.target.figure)} ({number(row.target.low)}–{number(row.target.high)}) {row.target.unit}",
                f"{number(row.draws.mean)} ({number(row.draws.low)}–{number(row.draws.high)})",
                f"{number(row.predictive.low)}–{number(row.predictive.high)}",
                f"{number(row.prior.low)}–{number(row.prior.high)}",
                f"{row.width_ratio:.2f}",
                signed(row.miss),
                verdict(row),
            )
            for row in some
        ),
    )
    return f"## {USES[use]}\n\n{told(coverage(rows, use))} {MISS}\n\n{lines}"


def _tight(rows: Sequence[MatchRow], county: str) -> str:
    _, heads, cells, notes = tight_counts(county, reach_of(rows))
    # not said: a document, in English
    return "## Draws that reach the closely known counts\n\n" + " ".join(notes) + "\n\n" + _table(heads, cells)


def _misses(rows: Sequence[MatchRow]) -> str:
    missed = [row for row in rows if not row.inside_predictive]
    if not missed:
        return ""
    return "## Misses\n\n" + "\n".join(f"- {row.target.title}: {reason(row)}." for row in missed) + "\n"


def _rests(rests: Sequence[RestsOn]) -> str:
    if not rests:
        return ""
    lines = _table(
        # not said: a document, in English
        ("outcome", "learned", "not moved", "chance", "largest single parts"),
        (
            (
                f"`{row.outcome}`",
                f"{row.moved:.0%}",
                f"{row.unmoved:.0%}",
                f"{row.chance:.0%}",
                ", ".join(f"`{p}` {share:.0%}{'' if moved else ' (!)'}" for p, share, moved in row.parts[:4]),
            )
            for row in rests
        ),
    )
    # not said: a document, in English
    return f"""## What outcomes under `current` rest on

Shares of the variance over the draws, good to a tenth or two. (!): the counts did not move it, so the outcome rests on
an assumption there.

{lines}"""


def _emulators(found: ParameterSet) -> str:
    noise, emulators = found.about["noise"], found.about["emulators"]
    lines = _table(
        # not said: a document, in English
        ("target", "explained", "runs", "chance", "unfitted", "discrepancy", "figure"),
        (
            (
                i,
                f"{emulators[i]['explained']:.0%}",
                f"{emulators[i]['runs']:.0f}",
                *(f"{noise[i][part]:.2f}" for part in ("chance", "unfitted", "discrepancy", "figure")),
            )
            for i in noise
        ),
    )
    # not said: a document, in English
    return f"""## Emulators and errors

Explained: share of the variance of runs left out. The others are standard deviations on the scale of the target (log of
counts and days, logit of shares): chance of a replication, parameters not fitted, the model's discrepancy (assumed),
the figure's own error.

{lines}"""


def _table(heads: Sequence[str], rows: Iterator[Sequence[str]] | Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def _span(of: Triple) -> str:
    return f"{number(of[0])} ({number(of[1])}–{number(of[2])})"


def word(row: Learned) -> str:
    """Return whether the counts taught something of a parameter, and whether that was known before."""
    if not row.moved:
        return _("not moved")
    learned = _("learned")
    return f"{learned} (=: {', '.join(row.same_source)})" if row.same_source else learned
