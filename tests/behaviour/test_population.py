"""Under unchanged rules the population stands still: otherwise a drift would be taken for an effect of a reform."""

import pytest

from benchmarks.stillness import SERIES, drift, yearly

MOST_A_YEAR = 0.02  # section 3: seekers, stock and queues move less than 2 % a year


@pytest.fixture(scope="module")
def ten_years() -> dict[str, list[float]]:
    return yearly(seed=20281, replications=2)


@pytest.mark.parametrize("series", SERIES)
def test_seekers_stock_and_queues_move_less_than_two_per_cent_a_year(
    ten_years: dict[str, list[float]], series: str
) -> None:
    moved = drift(ten_years[series])
    assert abs(moved) < MOST_A_YEAR, f"{series} drifts {100 * moved:+.1f} % a year: {ten_years[series]}"


def test_a_growing_stock_would_be_seen() -> None:
    assert drift([715 * 1.06**year for year in range(10)]) > MOST_A_YEAR
