"""Degrees with minutes and seconds behind the point: 113.3412 for 113°34′12″, in survey sheets."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SIXTY = 60.0
PLACES = 10_000.0
"""113.3412 times this is 1133412: degrees, two digits of minutes, two of seconds."""


def is_packed(numbers: Floats) -> NDArray[np.bool_]:
    """Say which numbers can be read so: neither minutes nor seconds reach 60; NaN cannot."""
    _, minutes, seconds = _apart(np.abs(numbers))
    return np.asarray((minutes < SIXTY) & (seconds < SIXTY))


def unpack(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Turn packed longitude and latitude into degrees; both NaN where either is not packed."""
    whole = is_packed(x) & is_packed(y)
    return np.where(whole, _unpacked(x), np.nan), np.where(whole, _unpacked(y), np.nan)


def pack(lng: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Turn degrees into packed ones, the other way of `unpack`."""
    return _packed(lng), _packed(lat)


def _apart(packed: Floats) -> tuple[Floats, Floats, Floats]:
    seconds = np.round(packed * PLACES, 6)  # 113.3412 is a hair less in binary
    degrees, rest = np.divmod(seconds, PLACES)
    minutes, seconds = np.divmod(rest, 100.0)
    return degrees, minutes, seconds


def _unpacked(packed: Floats) -> Floats:
    degrees, minutes, seconds = _apart(np.abs(packed))
    return np.asarray(np.copysign(degrees + minutes / SIXTY + seconds / SIXTY**2, packed))


def _packed(degrees: Floats) -> Floats:
    whole, rest = np.divmod(np.round(np.abs(degrees) * SIXTY**2, 6), SIXTY**2)
    minutes, seconds = np.divmod(rest, SIXTY)
    return np.asarray(np.copysign(whole + minutes / 100.0 + seconds / PLACES, degrees))
