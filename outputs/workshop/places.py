"""Place by place: each municipality's untreated needs and what changes there, and between whom clients fall."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from outputs.text.pages import capital
from outputs.text.words import say_code
from outputs.workshop.plain import interval, plain
from outputs.workshop.verdicts import difference_of, level
from sim.comparison.results import Comparison, DesignResult, Summary
from sim.comparison.small_groups import FEW, mean_alone
from sim.measures.tables import ALONE, NOBODY
from sim.terms.language import N_, _, language
from sim.terms.words import Principal, names_of

OF_PLACES = ("untreated_share", "fall_rate")
MOST = 12
"""So many boundaries of the gap map: the largest over all designs, the same for each."""
_WORDS = {ALONE: N_("came alone"), NOBODY: N_("nobody")}
BoundaryWords = tuple[str, str, str, str, str]


def places(design: DesignResult) -> list[dict[str, Any]]:
    """Return every municipality in the county's order: untreated needs, falls, and how many ask (mean).

    Where fewer than twenty ask, numbers have no interval: so few cannot be told from chance.
    """
    rows = []
    for row in design.tables.get("by_municipality", ()):
        town = str(row["municipality"])
        summary = _of(design.measures, design, OF_PLACES[0], town)
        rows.append(
            {
                "municipality": town,
                **{m: plain(row.get(m)) for m in OF_PLACES},
                "cohort": plain(row.get("cohort"), 1),
                "few": _few(design, town),
                "text": level(summary, OF_PLACES[0])["text"],
            }
        )
    return rows


def changes(comparison: Comparison, index: int) -> list[dict[str, Any]]:
    """Return how untreated needs differ from the baseline in each municipality, in the county's order."""
    base, found = comparison.designs[0], comparison.differences[index - 1]
    rows = []
    for row in base.tables.get("by_municipality", ()):
        town = str(row["municipality"])
        summary = _of(found.measures, base, "untreated_share", town)
        told = difference_of(summary, "untreated_share")
        rows.append(
            {
                "municipality": town,
                "change": told["mean"],
                **{key: told[key] for key in ("low", "high", "n", "text", "verdict")},
                "few": _few(base, town),
                "fall_change": interval(_of(found.measures, base, "fall_rate", town))["mean"],
            }
        )
    return rows


def _of(measures: Mapping[str, Summary], design: DesignResult, measure: str, town: str) -> Summary | None:
    summary = measures.get(f"{measure}.municipality.{town}")
    return mean_alone(summary) if summary is not None and _few(design, town) and not _certain(summary) else summary


def _certain(summary: Summary) -> bool:
    """Whether a difference is 0 for certain, since nothing differs: however few ask, that can be told."""
    return summary.low == 0 == summary.high


def _few(design: DesignResult, town: str) -> bool:
    rows = design.tables.get("by_municipality", ())
    return any(str(r["municipality"]) == town and (r.get("cohort") or 0.0) < FEW for r in rows)


def gap_map(comparison: Comparison) -> list[list[dict[str, Any]]]:
    """Return for each design the same boundaries with how many fell there (mean of replications, after the reform).

    A boundary is from whom to whom, with who runs each, and by which mechanism.
    """
    tables = [_falls(design) for design in comparison.designs]
    whole: dict[BoundaryWords, float] = {}
    for table in tables:
        for key, falls in table.items():
            whole[key] = whole.get(key, 0.0) + falls
    largest = sorted(whole, key=lambda key: (-whole[key], key))[:MOST]
    return [[_boundary(key, table.get(key, 0.0)) for key in largest] for table in tables]


def _falls(design: DesignResult) -> dict[BoundaryWords, float]:
    found: dict[BoundaryWords, float] = {}
    for row in design.tables.get("gap_map", ()):
        key = (
            str(row["from_service"]),
            str(row["from_principal"]),
            str(row["to_service"]),
            str(row["to_principal"]),
            str(row["mechanism"]),
        )
        found[key] = found.get(key, 0.0) + float(row["falls"] or 0.0)
    return found


def _boundary(key: BoundaryWords, falls: float) -> dict[str, Any]:
    came, by, went, to, mechanism = key
    return {
        "from": _side(came, by),
        "to": _side(went, to),
        "mechanism": mechanism,
        "label": capital(say_code(mechanism)),
        "falls": round(falls, 1),
        "text": language().number(falls),
    }


def _side(service: str, principal: str) -> str:
    words = capital(_(_WORDS[service]) if service in _WORDS else say_code(service))
    return f"{words} ({say_code(principal)})" if principal in names_of(Principal) else words
