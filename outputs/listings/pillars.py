"""docs/pillars.md: pillars, designs and Vårdanalys' factors beside the levers of the model, made from the files.

Write the page anew with `python -m outputs.listings.pillars`; a test keeps it in step.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from outputs.text.both import spoken
from scenarios.files.in_both import InBoth
from scenarios.tools.pillars import (
    CareFactor,
    DesignClaims,
    Pillar,
    carries_out,
    designs,
    factors,
    pillars,
    sources,
)
from sim.terms.language import ENGLISH, SWEDISH, _, language, pgettext, speaking

PAGE = Path(__file__).resolve().parents[2] / "docs" / "pillars.md"
# not said: the introduction of an English document
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
    levers, missing = _("levers"), _("not modelled")
    other = pgettext("the other language", "svenska")
    return (
        Listing(
            _("The ten pillars"),
            spoken(of_pillars),
            ("", _("pillar"), other, levers, _("designs"), _("how, and what is not modelled")),
            tuple(_pillar(p, shipped) for p in known),
        ),
        Listing(
            _("The designs"),
            _("Summaries and claims as in the design files; 9 has no lever."),
            (
                _("design"),
                pgettext("the language spoken", "in English"),
                pgettext("the other language", "på svenska"),
                _("pillars"),
            ),
            tuple(_design(d) for d in shipped),
        ),
        Listing(
            _("Vårdanalys' seven factors"),
            spoken(of_factors),
            ("", _("factor"), other, _("in the model"), _("where"), levers, missing),
            tuple(_factor(f) for f in factors()),
        ),
    )


@speaking(ENGLISH.code)
def page() -> str:
    """Return docs/pillars.md, which is English."""
    return "\n".join([INTRODUCTION, *map(_markdown, listings())])


def write(file: Path = PAGE) -> None:
    """Write the page."""
    file.write_text(page(), encoding="utf-8", newline="\n")


def _pillar(pillar: Pillar, shipped: tuple[DesignClaims, ...]) -> tuple[str, ...]:
    done = ", ".join(f"`{d.name}`" for d in shipped if carries_out(d, pillar))
    carried = done if pillar.levers else _("no effect on clients, because {why}", why=spoken(pillar.no_effect))
    missing = _("Not modelled: {what}", what=spoken(pillar.not_modelled)) if pillar.not_modelled else ""
    told = " ".join(text for text in (spoken(pillar.note), missing) if text)
    return str(pillar.number), *_both(pillar.title), _code(pillar.levers), carried or NOTHING, told or NOTHING


def _design(design: DesignClaims) -> tuple[str, ...]:
    summary = InBoth(str(design.table["summary_sv"]), str(design.table["summary_en"]))
    return f"`{design.name}`", *_both(summary), ", ".join(map(str, design.claims)) or NOTHING


def _factor(factor: CareFactor) -> tuple[str, ...]:
    texts = (spoken(factor.mechanism), _code(factor.modules), _code(factor.levers), spoken(factor.not_modelled))
    return str(factor.number), *_both(factor.title), *(text or NOTHING for text in texts)


def _both(text: InBoth) -> tuple[str, str]:
    """Return a text in the language spoken and in the other."""
    return (text.sv, text.en) if language() is SWEDISH else (text.en, text.sv)


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
