"""`python -m benchmarks.stillness` draws whether the population stands still under unchanged rules (invariant 9).

Seekers, persons with an open need, persons asking, waiting and in care, year by year for ten years after warm-up,
averaged over replications, with each one's drift in per cent a year. Writes `docs/population.png`.
"""

import sys
from pathlib import Path

import numpy as np

YEARS_AFTER_WARM_UP = 10
SERIES = ("seekers", "present", "open", "asking", "waiting", "in_care")


def yearly(seed: int, replications: int) -> dict[str, list[float]]:
    """Return the mean of each series over replications of `current`, for the ten years after warm-up."""
    from calibration.parameters.store import load_parameters
    from scenarios.compose import compose
    from sim.measures import measure
    from sim.model import simulate

    parameters = load_parameters()
    scenario = compose("norrbotten", "current", parameters=parameters, years=YEARS_AFTER_WARM_UP - 1)
    calendar = scenario.calendar
    first = calendar.warm_up_days // 365
    tables = [measure(simulate(scenario, seed, r), calendar).tables["yearly"] for r in range(replications)]
    means: dict[str, list[float]] = {"year": list(range(first, first + YEARS_AFTER_WARM_UP))}
    for name in SERIES:
        means[name] = np.mean([t[name][first : first + YEARS_AFTER_WARM_UP] for t in tables], axis=0).tolist()
    return means


def drift(values: list[float]) -> float:
    """Return the least-squares slope of a series as a share of its mean, per year."""
    return float(np.polyfit(range(len(values)), values, 1)[0] / np.mean(values))


def main() -> None:
    """Draw the picture and print each series' drift."""
    from outputs.comparison.figures import population

    replications = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    series = yearly(seed=2028, replications=replications)
    for name in SERIES:
        print(f"{name:10s} mean {np.mean(series[name]):8.0f}   drift {100 * drift(series[name]):+.2f} % a year")
    path = Path(__file__).parent.parent / "docs" / "population.png"
    population(series, path, title=f"Norrbotten, current, ten years after warm-up, {replications} replications")
    print(path)


if __name__ == "__main__":
    main()
