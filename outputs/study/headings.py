"""What stands at the head of a study's pictures."""

from __future__ import annotations

from outputs.study.view import View
from outputs.study.words import TODAY
from outputs.text.both import spoken
from outputs.text.pages import listed
from sim.terms.language import _


def baseline_words(view: View) -> str:
    """Return what the baseline is called in a picture: `today`, or its title."""
    return _("today") if view.baseline.name == TODAY else spoken(view.baseline.title)


def difference_heading(view: View) -> str:
    """Return the heading of a picture of differences."""
    return _("{county}, {study}: difference from {baseline}", **_about(view))


def comparison_heading(view: View) -> str:
    """Return the heading of a picture of what designs need to be no worse than the baseline."""
    designs = listed([spoken(d.title) for d in view.others])
    return _("{county}, {study}: {designs} compared with {baseline}", designs=designs, **_about(view))


def _about(view: View) -> dict[str, str]:
    title = spoken(view.study.title)
    return {
        "county": spoken(view.county.title),
        "study": title[:1].lower() + title[1:],
        "baseline": baseline_words(view),
    }
