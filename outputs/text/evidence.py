"""Whether a number rests on evidence or on assumption, by the ids of the ledger that it names."""

from __future__ import annotations

import re

from calibration.evidence.ledger import load
from sim.terms.language import N_, pgettext

ID = re.compile(r"\b[A-Z]{1,2}-?\d+[a-z]?(?:\.\w+)?")
ASSUMPTION, EVIDENCE, BOTH = N_("assumption"), N_("evidence"), N_("evidence and assumption")


def rests_on(text: str) -> str:
    """Return what a text rests on, by the figures it names: `assumption`, `evidence`, or both.

    A text that names no figure of the ledger, or says that it is an assumption, rests on one. The word is looked up
    where it is said.
    """
    ledger = load()
    kinds = {ledger.get(i).is_assumption for i in ID.findall(text) if i in ledger}
    if not kinds or ASSUMPTION in text.lower():
        kinds.add(True)
    return BOTH if len(kinds) > 1 else ASSUMPTION if True in kinds else EVIDENCE


def sureness(confidence: str) -> str:
    """Return how sure a figure is, in the language spoken."""
    words = {
        "high": pgettext("confidence", "high"),
        "medium": pgettext("confidence", "medium"),
        "low": pgettext("confidence", "low"),
        "none": pgettext("confidence", "none"),
        "assumption": pgettext("confidence", "assumption"),
    }
    return words.get(confidence, confidence)
