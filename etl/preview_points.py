"""Where the readings of a ledger's coordinates put its rows, as plain values."""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etl.datum.recognise import Judged
from etl.reading import Reading

Floats = NDArray[np.float64]

MOST_POINTS = 200
DECIMALS = 6
"""Of a degree: decimetres, finer than any screen."""


def candidate_told(judged: Judged, first: Floats, second: Floats) -> dict[str, Any]:
    """Give a candidate with its evidence and where it puts rows.

    Parameters
    ----------
    first, second
        The numbers of the rows, as they stand.
    """
    candidate = judged.candidate
    places = np.stack(candidate.to_wgs84(first, second), axis=1)
    return {
        "code": candidate.crs.code,
        "swapped": candidate.swapped,
        "evidence": [asdict(one) for one in judged.evidence],
        "points": _points(places),
    }


def placed_told(reading: Reading, crs: str) -> dict[str, Any]:
    """Give the one reading of a file that says its CRS itself."""
    at = [(one.position.lng, one.position.lat) for one in reading.records if one.position]
    places = np.array(at[:MOST_POINTS], dtype=np.float64).reshape(-1, 2)
    return {"code": crs, "swapped": False, "evidence": [], "points": _points(places)}


def _points(places: Floats) -> list[list[float]]:
    found: list[list[float]] = places[np.isfinite(places).all(axis=1)].round(DECIMALS).tolist()
    return found
