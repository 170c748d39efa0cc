"""Three places clicked on the map against the numbers a ledger gives for them.

The surest way to tell readings apart: a person who knows the places says where they are. Only a
reading that explains every click is taken, and only where no other explains them as well; else the
distances are shown and nothing is decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from etl.datum.candidates import Candidate
from etl.reasons import refusal
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84, local_metric_crs

Floats = NDArray[np.float64]

FEWEST = 3
CLICK_M = 100.0
"""A click is this good: the building is hit, not its door."""

APART_M = 200.0
"""Clicks closer together than this say the same thing twice."""


class Anchor(NamedTuple):
    """A place a person clicked, and the numbers of its row as they stand in the ledger.

    `lng`, `lat` in WGS84 degrees; `first` and `second` from the two columns.
    """

    first: float
    second: float
    lng: float
    lat: float


@dataclass(frozen=True, slots=True)
class AnchorFit:
    """How far a reading puts the anchors from where they were clicked.

    Parameters
    ----------
    candidate
        The reading.
    residuals_m
        One an anchor, in their order; infinite where its numbers are no place.
    """

    candidate: Candidate
    residuals_m: tuple[float, ...]

    @property
    def worst_m(self) -> float:
        """The largest distance."""
        return max(self.residuals_m)

    @property
    def fits(self) -> bool:
        """Tell whether every anchor lies as near as a click is good."""
        return self.worst_m <= CLICK_M


@dataclass(frozen=True, slots=True)
class AnchorsSay:
    """What the anchors say: every reading with its distances, the best first.

    `chosen` is the one reading that explains all of them; None where none does, or several do and
    the clicks are too coarse to tell.
    """

    fits: tuple[AnchorFit, ...]

    @property
    def fitting(self) -> tuple[Candidate, ...]:
        """The readings that explain every click: CGCS2000 and older datums, one as well as all."""
        return tuple(fit.candidate for fit in self.fits if fit.fits)

    @property
    def chosen(self) -> Candidate | None:
        """The reading to take, or None."""
        return self.fitting[0] if len(self.fitting) == 1 else None


def fit_anchors(anchors: Sequence[Anchor], candidates: Sequence[Candidate]) -> AnchorsSay:
    """Hold readings against places that a person knows.

    Parameters
    ----------
    anchors
        Three or more, each at least 200 m from the others.
    candidates
        Readings, such as those of `etl.datum.recognise.Recognition`.

    Raises
    ------
    LedgerError
        Where there are fewer than three anchors, or two are the same place.
    """
    lng = np.array([anchor.lng for anchor in anchors])
    lat = np.array([anchor.lat for anchor in anchors])
    bounds = Bounds.around(lng, lat)
    if bounds is None or len(anchors) < FEWEST:
        raise refusal("few_anchors", count=len(anchors), fewest=FEWEST)
    crs = local_metric_crs(bounds)
    clicked = np.stack(from_wgs84(lng, lat, crs))
    _require_apart(clicked)
    first = np.array([anchor.first for anchor in anchors])
    second = np.array([anchor.second for anchor in anchors])
    fits = []
    for candidate in candidates:
        placed = np.stack(from_wgs84(*candidate.to_wgs84(first, second), crs))
        off_m = np.nan_to_num(np.hypot(*(placed - clicked)), nan=np.inf)
        fits.append(AnchorFit(candidate, tuple(off_m.tolist())))
    return AnchorsSay(tuple(sorted(fits, key=lambda fit: fit.worst_m)))


def _require_apart(clicked: Floats) -> None:
    off_m = np.hypot(*(clicked[:, :, None] - clicked[:, None, :]))
    nearest = float(off_m[np.triu_indices(len(off_m), 1)].min())
    if nearest < APART_M:
        raise refusal("near_anchors", nearest=round(nearest), apart=round(APART_M))
