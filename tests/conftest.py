"""Fixtures that every test may use."""

from __future__ import annotations

import hashlib

import pytest


@pytest.fixture
def name_seed(request: pytest.FixtureRequest) -> int:
    """Return a seed in [0, 2**32) made from the test's own name.

    The same test has the same seed on every machine and in every order of running, and nobody chose it
    after seeing a result. A parametrised test has one seed per case.
    """
    return int.from_bytes(hashlib.sha256(request.node.nodeid.encode("utf-8")).digest()[:4], "big")
