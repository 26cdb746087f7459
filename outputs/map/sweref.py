"""SWEREF 99 TM, the projection of Sweden's own maps: metres east and north of a meridian through the country.

Gauss's conformal projection by Krüger's series, on GRS 80: central meridian 15° east, scale 0.9996, false easting
500 km. WGS 84 and SWEREF 99 lie less than a metre apart.
"""

from __future__ import annotations

from cmath import sin as complex_sin
from math import asinh, atan, atanh, cos, cosh, radians, sin, sinh, sqrt, tan

AXIS, FLATTENING = 6378137.0, 1.0 / 298.257222101
MERIDIAN, SCALE, FALSE_EASTING = 15.0, 0.9996, 500_000.0
_N = FLATTENING / (2.0 - FLATTENING)
_RADIUS = AXIS / (1.0 + _N) * (1.0 + _N**2 / 4.0 + _N**4 / 64.0)
_ECCENTRICITY = sqrt(FLATTENING * (2.0 - FLATTENING))
_TERMS = (
    _N / 2.0 - 2.0 * _N**2 / 3.0 + 5.0 * _N**3 / 16.0,
    13.0 * _N**2 / 48.0 - 3.0 * _N**3 / 5.0,
    61.0 * _N**3 / 240.0,
)


def projected(longitude: float, latitude: float) -> tuple[float, float]:
    """Return metres (east, north) of a place given in degrees."""
    along, up = radians(longitude - MERIDIAN), radians(latitude)
    conformal = asinh(tan(up)) - _ECCENTRICITY * atanh(_ECCENTRICITY * sin(up))
    place = complex(atan(sinh(conformal) / cos(along)), atanh(sin(along) / cosh(conformal)))
    whole = place + sum(term * complex_sin(2 * k * place) for k, term in enumerate(_TERMS, 1))
    return SCALE * _RADIUS * whole.imag + FALSE_EASTING, SCALE * _RADIUS * whole.real
