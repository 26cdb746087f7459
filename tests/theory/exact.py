"""Exact results of queueing theory, and the Kiefer–Wolfowitz recursion. Rates per day; waits in days."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

import numpy as np
from scipy import special, stats


def erlang_b(servers: int, load: float) -> float:
    """Return the share of arrivals that find all `servers` busy when nobody waits; `load` in Erlang."""
    blocked = 1.0
    for n in range(1, servers + 1):
        blocked = load * blocked / (n + load * blocked)
    return blocked


def erlang_c(servers: int, arrivals: float, service: float) -> tuple[float, float]:
    """Return (share who wait, mean wait of all) in M/M/c with `arrivals` and `service` per day."""
    load = arrivals / service
    blocked = erlang_b(servers, load)
    waits = servers * blocked / (servers - load * (1.0 - blocked))
    return waits, waits / (servers * service - arrivals)


def pollaczek_khinchine(arrivals: float, mean: float, second_moment: float) -> float:
    """Return the mean wait in M/G/1 with service times of these two moments."""
    return arrivals * second_moment / (2.0 * (1.0 - arrivals * mean))


def erlang_a(servers: int, arrivals: float, service: float, patience: float) -> tuple[float, float]:
    """Return (share who give up, mean time in the queue) in M/M/c+M; `patience` is the rate of giving up.

    Palm's formula by way of Erlang B: with x = cμ/θ and y = λ/θ, A = x eʸ y⁻ˣ γ(x, y), where γ is the lower incomplete
    gamma function; P(wait) = A B / (1 + (A - 1) B); P(give up | wait) = 1/(ρA) + 1 - 1/ρ. Little's law on the
    queue gives the mean time in it.
    """
    x, y = servers * service / patience, arrivals / patience
    rho = arrivals / (servers * service)
    a = exp(log(x) + y - x * log(y) + special.gammaln(x) + log(special.gammainc(x, y)))
    blocked = erlang_b(servers, arrivals / service)
    waits = a * blocked / (1.0 + (a - 1.0) * blocked)
    gives_up = waits * (1.0 / (rho * a) + 1.0 - 1.0 / rho)
    return gives_up, gives_up / patience


def birth_death(
    servers: int, arrivals: float, service: float, patience: float, most: int
) -> tuple[float, float, float]:
    """Return (share who wait, share who give up, mean time in the queue) from the chain cut off at `most` present."""
    present = np.arange(most + 1)
    out = np.minimum(present, servers) * service + np.maximum(present - servers, 0) * patience
    logs = np.concatenate(([0.0], np.cumsum(np.log(arrivals / out[1:]))))
    share = np.exp(logs - logs.max())
    share /= share.sum()
    queue = float((share * np.maximum(present - servers, 0)).sum())
    return float(share[servers:].sum()), queue * patience / arrivals, queue / arrivals


def kiefer_wolfowitz(
    arrivals: Sequence[float], services: Sequence[float], servers: int, patience: Sequence[float] | None = None
) -> list[float]:
    """Return every time in a first-come-first-served queue, customer by customer; who loses patience is not served."""
    free = [0.0] * servers
    waits = []
    for nth, (arrived, needs) in enumerate(zip(arrivals, services, strict=True)):
        first = min(range(servers), key=free.__getitem__)
        start = max(arrived, free[first])
        waited = start - arrived
        if patience is not None and waited > patience[nth]:
            waits.append(patience[nth])
            continue
        waits.append(waited)
        free[first] = start + needs
    return waits


def agrees(means: Sequence[float], exact: float, half_width: float) -> str | None:
    """Return None if independent `means` agree with `exact`, else what is wrong.

    Their 95 % interval must be no wider than ± `half_width` of the exact value (else the test says nothing), and their
    mean within 3.3 standard errors of it (with forty, two false alarms in a thousand).
    """
    values = np.asarray(means)
    error = float(values.std(ddof=1)) / len(values) ** 0.5
    half = float(stats.t.ppf(0.975, len(values) - 1)) * error
    z = (float(values.mean()) - exact) / error
    said = f"mean {values.mean():.6g}, exact {exact:.6g}, z {z:.2f}, half-width {half / exact:.2%} of it"
    if half > half_width * exact:
        return f"too few to tell: {said}"
    return None if abs(z) < 3.3 else said
