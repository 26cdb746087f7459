"""The free columns of the log hold what the table of fields says, in every row that the model writes."""

from __future__ import annotations

import numpy as np
import pytest

from outputs.listings.log_fields import PAGE, with_table
from sim.terms.fields import EXTRA, FIELDS, VALUE, Fields, column_of
from sim.terms.words import Kind, Role
from tests.miniature import log_of

DESIGNS = ("current", "big_bang", "phased", "integrated_teams", "full_reform", "stronger_agreements", "central_clinics")
SEED = 2028
ROUNDING = 1e-9
"""Days between two moments that are the same microday, as floating point has them."""
FLAGS = {"stock", "again", "warm", "assessment", "clean", "met", "own_worker"}


@pytest.mark.parametrize("design", DESIGNS)
def test_every_row_fills_what_its_kind_has_and_nothing_else(design: str) -> None:
    columns, wrong = log_of(design, SEED).columns, []
    for kind in Kind:
        mine = columns["kind"] == kind
        fields = FIELDS.get(kind, Fields())
        for column, field in ((VALUE, fields.value), (EXTRA, fields.extra)):
            empty = np.isnan(columns[column][mine])
            if field is None and not empty.all():
                wrong.append(f"{kind.name}.{column}: filled, and no field says with what")
            if field is not None and not field.seldom and empty.any():
                wrong.append(f"{kind.name}.{field.name}: empty in {int(empty.sum())} of {len(empty)} rows")
    assert wrong == []


@pytest.mark.parametrize("design", DESIGNS)
def test_what_is_told_as_a_flag_is_one_and_time_and_work_are_never_below_nothing(design: str) -> None:
    log = log_of(design, SEED)
    for kind, fields in FIELDS.items():
        mine = log.columns["kind"] == kind
        for field in (fields.value, fields.extra):
            if field is None:
                continue
            held = log.field(field.name, kind)[mine]
            held = held[~np.isnan(held)]
            if field.name in FLAGS:
                assert set(held.tolist()) <= {0.0, 1.0}, (kind.name, field.name)
            else:
                assert (held >= -ROUNDING).all(), (kind.name, field.name)
            if field.name == "role":
                assert set(held.tolist()) <= set(map(float, Role)), kind.name


def test_most_fields_are_seen_in_some_design() -> None:
    """So that the two tests above look at something: only what miniatures have no room for is not in them."""
    written = set()
    for design in DESIGNS:
        written |= set(np.unique(log_of(design, SEED).columns["kind"]).tolist())
    unseen = {kind.name for kind in FIELDS if int(kind) not in written}
    assert len(unseen) <= len(FIELDS) // 4, unseen


def test_a_field_that_a_kind_has_not_is_a_mistake() -> None:
    assert column_of("hours", Kind.VISIT, Kind.TALK) == VALUE
    assert column_of("district", Kind.LADDER_CHANGED) == EXTRA
    with pytest.raises(KeyError, match="GAVE_UP has no field hours"):
        column_of("hours", Kind.VISIT, Kind.GAVE_UP)


def test_the_document_has_the_table() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == with_table(page), "write it anew: python -m outputs.listings.log_fields"
