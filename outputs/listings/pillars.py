"""docs/pillars.md: pillars, designs and Vårdanalys' factors beside the levers of the model, made from the files.

Write the page anew with `python -m outputs.listings.pillars`; a test keeps it in step.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scenarios.tools.pillars import Design, Factor, Pillar, carries_out, designs, factors, pillars, sources

PAGE = Path(__file__).resolve().parents[2] / "docs" / "pillars.md"
INTRODUCTION = """# Pillars, designs and factors

Made from `scenarios/pillars.toml`, `scenarios/factors.toml` and the design files by
`python -m outputs.listings.pillars`; edit those, not this page. `mellanrum scenarios pillars` prints the same tables.

A lever is a key of a design file, by dots; its last word may be an entry of a list. A design carries a pillar out if it
sets every lever of it, itself or through what it extends, to something else than today's. What has no lever, and what
is known by assumption only: [assumptions.md](assumptions.md).
"""
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of words, where code stands between backticks."""

    title: str
    source: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def listings() -> tuple[Listing, ...]:
    """Return the three tables."""
    known, shipped = pillars(), designs()
    of_pillars, of_factors = sources()
    return (
        Listing(
            "The ten pillars",
            of_pillars,
            ("", "pillar", "svenska", "levers", "designs", "how, and what is not modelled"),
            tuple(_pillar(p, shipped) for p in known),
        ),
        Listing(
            "The designs",
            "Summaries and claims as in the design files; 9 has no lever.",
            ("design", "in English", "på svenska", "pillars"),
            tuple(_design(d) for d in shipped),
        ),
        Listing(
            "Vårdanalys' seven factors",
            of_factors,
            ("", "factor", "svenska", "in the model", "where", "levers", "not modelled"),
            tuple(_factor(f) for f in factors()),
        ),
    )


def page() -> str:
    """Return docs/pillars.md."""
    return "\n".join([INTRODUCTION, *map(_markdown, listings())])


def write(file: Path = PAGE) -> None:
    """Write the page."""
    file.write_text(page(), encoding="utf-8", newline="\n")


def _pillar(pillar: Pillar, shipped: tuple[Design, ...]) -> tuple[str, ...]:
    done = ", ".join(f"`{d.name}`" for d in shipped if carries_out(d, pillar))
    carried = done if pillar.levers else f"no effect on clients, because {pillar.no_effect}"
    missing = f"Not modelled: {pillar.not_modelled}" if pillar.not_modelled else ""
    told = " ".join(text for text in (pillar.note, missing) if text)
    return (
        str(pillar.number), pillar.title_en, pillar.title_sv, _code(pillar.levers), carried or NOTHING, told or NOTHING
    )  # fmt: skip


def _design(design: Design) -> tuple[str, ...]:
    english, swedish = (str(design.table[key]) for key in ("summary_en", "summary_sv"))
    return f"`{design.name}`", english, swedish, ", ".join(map(str, design.claims)) or NOTHING


def _factor(factor: Factor) -> tuple[str, ...]:
    texts = (factor.mechanism, _code(factor.modules), _code(factor.levers), factor.not_modelled)
    return (str(factor.number), factor.title_en, factor.title_sv, *(text or NOTHING for text in texts))


def _code(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word}`" for word in words) or NOTHING


def _markdown(listing: Listing) -> str:
    lines = [f"## {listing.title}", "", listing.source, ""]
    lines += [_line(listing.heads), _line(("---",) * len(listing.heads)), *map(_line, listing.rows)]
    return "\n".join(lines) + "\n"


def _line(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    write()
