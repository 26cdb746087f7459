"""Fixtures that every test may use."""

from __future__ import annotations

import gc
import hashlib
import os

import pytest

from sim.compiled import COMPILED
from sim.terms.language import SPOKEN_IN
from tests.golden_pages import UPDATE

os.environ[SPOKEN_IN] = "en"  # whatever the locale of the machine: a test that wants Swedish says so

if not COMPILED:
    os.environ["MELLANRUM_PURE"] = "1"  # commands that tests start need not say why they are slow


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`: pages that say something else than before are written anew."""
    parser.addoption("--update", action="store_true", help="write tests/golden/pages anew")


def pytest_configure(config: pytest.Config) -> None:
    """Tell the pages, also those of workers, whether they are written anew."""
    if config.getoption("--update"):
        os.environ[UPDATE] = "1"


LONG = (
    "test_recovery",
    "test_calibrate",
    "test_tricks",
    "test_questions",
    "test_full_and_read_only",
    "test_cluster",
    "test_killed",
    "test_wheel",
    "test_bench",
    "test_population",
    "test_transfer_plans",
    "test_browser_same_numbers",
)
"""Files of few tests that take long: begun first, so that none is left for one process when the other has ended."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes long (files stay together).

    On the compiled build, leave out what only the interpreter lets a test do: `make test` runs that too.
    """
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))
    if COMPILED:
        reaching_in = [item for item in items if item.get_closest_marker("interpreted")]
        config.hook.pytest_deselected(items=reaching_in)
        items[:] = [item for item in items if item not in reaching_in]


def pytest_collection_finish() -> None:
    """Leave five thousand tests out of every later search for garbage: they stay, and looking at them took a sixth."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def name_seed(request: pytest.FixtureRequest) -> int:
    """Return a seed in [0, 2**32) made from the test's own name.

    The same test has the same seed on every machine and in every order of running, and nobody chose it
    after seeing a result. A parametrised test has one seed per case.
    """
    return int.from_bytes(hashlib.sha256(request.node.nodeid.encode("utf-8")).digest()[:4], "big")
