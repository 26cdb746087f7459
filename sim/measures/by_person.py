"""The first row by sex and by age: the same nine numbers, of the women, the men, the young and the old who ask."""

from __future__ import annotations

import numpy as np

from sim.measures.fall_rates import rate
from sim.measures.fell import Fell
from sim.measures.gaps import detected_share
from sim.measures.headline import Needs, of_the_comorbid, persons, psychosocial_untreated
from sim.measures.spans import Table
from sim.measures.story import OrderedLog
from sim.measures.survival import Values
from sim.measures.treatment import Treatment

COLUMNS = (
    "cohort_size", "untreated_share", "fall_rate", "both_treated_share", "one_treated_share", "neither_treated_share",
    "days_to_treatment", "untreated_share_not_comorbid", "detected_share", "psychosocial_untreated_share",
)  # fmt: skip
"""Of each group: how many comorbid clients ask, and the first row."""


def by_person(story: OrderedLog, psychosocial: Treatment, needs: Needs, fell: Fell) -> Values:
    """Return `MEASURE.sex.WORD` and `MEASURE.age.WORD` of the *after* cohort `needs`, for the measures of `COLUMNS`.

    Shares, days and clients, each as without the group; None where nobody is counted.
    """
    values: Values = {}
    for name, chosen in persons(story):
        mine = needs.only(chosen & story.comorbid)
        row = of_the_comorbid(mine) | {
            "cohort_size": float(len(mine.cohort)),
            "fall_rate": rate(mine.cohort, fell),
            "untreated_share_not_comorbid": needs.only(chosen & ~story.comorbid).untreated_share(),
            "detected_share": detected_share(story, mine.cohort),
            "psychosocial_untreated_share": psychosocial_untreated(story, psychosocial, mine.cohort),
        }
        values |= {f"{measure}.{name}": row[measure] for measure in COLUMNS}
    return values


def by_person_table(story: OrderedLog, values: Values) -> Table:
    """Return the same as a table: `group` (sex.WORD, age.WORD) and a column for each measure; NaN: nobody."""
    names = [name for name, _ in persons(story)]
    table: Table = {"group": np.array(names)}
    for measure in COLUMNS:
        cells = [values[f"{measure}.{name}"] for name in names]
        table[measure] = np.array([np.nan if cell is None else cell for cell in cells], dtype=float)
    return table
