"""Which kinds of question there are: a run that was stopped or archived is found by its kind again."""

from __future__ import annotations

from typing import Any

from mellanrum.questions.ablate import AblateRequest
from mellanrum.questions.breakeven import BreakevenRequest
from mellanrum.questions.compare import CompareRequest
from mellanrum.questions.rank import RankRequest
from mellanrum.questions.request import QuestionRequest
from mellanrum.questions.sensitivity import SensitivityRequest
from mellanrum.questions.study import StudyRequest
from mellanrum.questions.sweep import SweepRequest
from mellanrum.questions.warmup import WarmupRequest
from mellanrum.questions.worth import WorthRequest

REQUESTS: tuple[type[QuestionRequest[Any]], ...] = (
    CompareRequest,
    AblateRequest,
    SweepRequest,
    BreakevenRequest,
    SensitivityRequest,
    RankRequest,
    WorthRequest,
    WarmupRequest,
    StudyRequest,
)
KINDS = tuple(request.KIND for request in REQUESTS)


def request_of_kind(kind: object) -> type[QuestionRequest[Any]] | None:
    """Return what is asked by a kind of command, None where there is no such kind, whatever somebody wrote there."""
    return next((request for request in REQUESTS if kind == request.KIND), None)
