"""Whom a story tells of, as they stand inside a sentence: the client, those who work there, the principals."""

from __future__ import annotations

from sim.terms.language import N_, _, pgettext
from sim.terms.words import Principal, Role

WITH = {
    Role.SOCIAL_WORKER: N_("with a social worker"),
    Role.TREATMENT_WORKER: N_("with a treatment worker"),
    Role.HOUSING_WORKER: N_("with a housing support worker"),
    Role.COUNSELLOR: N_("with a counsellor"),
    Role.NURSE: N_("with a nurse"),
    Role.PSYCHOLOGIST: N_("with a psychologist"),
    Role.PHYSICIAN: N_("with a physician"),
    Role.OMBUD: N_("with an ombud"),
    Role.WARD_STAFF: N_("with the ward staff"),
}
A_NEW = {
    Role.SOCIAL_WORKER: N_("a new social worker"),
    Role.TREATMENT_WORKER: N_("a new treatment worker"),
    Role.HOUSING_WORKER: N_("a new housing support worker"),
    Role.COUNSELLOR: N_("a new counsellor"),
    Role.NURSE: N_("a new nurse"),
    Role.PSYCHOLOGIST: N_("a new psychologist"),
    Role.PHYSICIAN: N_("a new physician"),
    Role.OMBUD: N_("a new ombud"),
    Role.WARD_STAFF: N_("new ward staff"),
}
SOMEBODY_NEW = N_("a new worker")
OWNERS = {
    Principal.MUNICIPALITY: N_("the municipality"),
    Principal.REGION: N_("the region"),
    Principal.JOINT: N_("municipality and region together"),
    Principal.STATE: N_("the state"),
}


def owner(principal: int) -> str:
    """Return a principal as something lies with it: `the region`."""
    return _(OWNERS[Principal(principal)]) if principal >= 0 else _("nobody")


def party(principal: int) -> str:
    """Return a principal as something goes from it or to it: `from municipality to region`."""
    match principal:
        case Principal.MUNICIPALITY:
            return pgettext("a party", "municipality")
        case Principal.REGION:
            return pgettext("a party", "region")
        case Principal.JOINT:
            return pgettext("a party", "both together")
        case Principal.STATE:
            return pgettext("a party", "state")
    return pgettext("a party", "nobody's")
