"""Forms of moving staff (NB's third recommendation asks which), as [transfer] says them by role and by municipality."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from scenarios.files.fields import OneOrByRole, reader
from sim.terms.words import Role, name_of


class Form(IntEnum):
    """How staff go over.

    OFFER: each decides. UNDERTAKING (verksamhetsövergång): all go along with their terms unless they object.
    SECONDMENT: lent, with the employer that they have, until a day. CONTRACT: nobody goes, the work is bought.
    """

    OFFER = 0
    UNDERTAKING = 1
    SECONDMENT = 2
    CONTRACT = 3


LATER = (Form.OFFER, Form.UNDERTAKING)
"""What may follow a loan or a contract."""


def _word(*forms: Form) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [name_of(form) for form in forms]})


FormName = Annotated[Form, BeforeValidator(reader(Form)), _word(*Form)]
LaterName = Annotated[Form, BeforeValidator(reader(Form, LATER)), _word(*LATER)]
Forms = OneOrByRole[FormName]
"""One form for all roles, or one for each."""


def form_of(given: Form | Mapping[Role, Form] | None, role: Role) -> Form:
    """Return the form in which staff of a role go over: an offer, where nothing is said."""
    if given is None:
        return Form.OFFER
    return given.get(role, Form.OFFER) if isinstance(given, Mapping) else given
