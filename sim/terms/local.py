"""How a municipality's practice differs from the average that every number of the model stands for.

Plain factors, 1 where nothing differs: over municipalities and draws those of methods, inquiries and samples have the
mean 1, so that a county as a whole does what was counted. Sources: NB 7.1 (methods, tests), GB 4.6 (ASI), VA 4.3,
4.5.1, 5.1 and 5.5.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LocalPractice:
    """What one municipality does, beside the average.

    `inquiry_detects`: factor on the chance that an inquiry sees a psychiatric need (with or without ASI). `samples`:
    factor on the share of visits in outpatient treatment that take a sample. `methods`: factor on the weight of each
    method of outpatient treatment, in the order of its plan (0: not offered; empty: as the plan says).
    `substitutes_share`: of clients whose method is not offered, those who are given another. `easier_factor`: on what
    share of referrals is lost or cold where few know each other well; `one_team_factor`: the same between services of
    one team. `wider_ceiling`: severity added to what primary care takes. `groups`: share of the clients of each method
    who have it in a group, in the order of its plan (empty: as the plan says). `documentation`: factor on how often
    somebody who documents sobriety leaves a sample (0: nobody does there).
    """

    inquiry_detects: float
    samples: float
    methods: tuple[float, ...]
    substitutes_share: float
    easier_factor: float
    one_team_factor: float
    wider_ceiling: float
    groups: tuple[float, ...] = ()
    documentation: float = 1.0


AVERAGE = LocalPractice(
    inquiry_detects=1.0,
    samples=1.0,
    methods=(),
    substitutes_share=1.0,
    easier_factor=1.0,
    one_team_factor=1.0,
    wider_ceiling=0.0,
)
"""A municipality that does as the average."""
