"""What a client uses, or does: as a rule asks them to be without it, as a sample shows it, and as a habit."""

from __future__ import annotations

from sim.terms.language import N_, _, pgettext
from sim.terms.words import Substance

WITHOUT = {
    Substance.ALCOHOL: N_("drinking"),
    Substance.NARCOTICS: N_("drugs"),
    Substance.MIXED: N_("alcohol and drugs"),
    Substance.PRESCRIPTION: N_("misused medicines"),
    Substance.GAMBLING: N_("gambling"),
}


def without(substance: int) -> str:
    """Return what somebody is without: `57 days without drinking`."""
    return _(WITHOUT[Substance(substance)])


def shown(substance: int) -> str:
    """Return what a sample shows."""
    match substance:
        case Substance.ALCOHOL:
            return pgettext("a sample shows", "drinking")
        case Substance.NARCOTICS:
            return pgettext("a sample shows", "drugs")
        case Substance.MIXED:
            return pgettext("a sample shows", "alcohol and drugs")
        case Substance.PRESCRIPTION:
            return pgettext("a sample shows", "misused medicines")
    return pgettext("a sample shows", "gambling")


def habit(substance: int) -> str:
    """Return what one does: `stops drinking`."""
    match substance:
        case Substance.ALCOHOL:
            return pgettext("stops", "drinking")
        case Substance.GAMBLING:
            return pgettext("stops", "gambling")
        case Substance.PRESCRIPTION:
            return pgettext("stops", "misusing medicines")
        case Substance.NARCOTICS:
            return pgettext("stops narcotics", "using")
    return pgettext("stops alcohol and narcotics", "using")
