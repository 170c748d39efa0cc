"""What the page of schools counts, each number made once for card, row and sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from geodata.criteria import value_indices
from geodata.results.school_zones import (
    COMING,
    INCIDENT,
    SCHOOL,
    UNTOLD,
    SchoolZones,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geodata.catalogue.model import Zone
    from geodata.columns import Columns
    from geodata.readmodel import ReadModel
    from geodata.viewer import Viewer

    Bools = NDArray[np.bool_]

COMING_GOING, UNKNOWN, EVERY = "coming", "unknown", "incidents"
BANNED, SENSITIVE, RENTALS, PREMISES = "banned", "sensitive", "rentals", "premises"
FIGURES: Final = (COMING_GOING, UNKNOWN, EVERY, BANNED, SENSITIVE, RENTALS, PREMISES)
"""Incidents as pupils come and go, those of which nobody can tell, all of them; venues that may not
be there, that are to be watched; rental buildings and three-small premises."""

OF_INCIDENTS: Final = (COMING_GOING, UNKNOWN, EVERY)
_PLACES: Final = {RENTALS: "rental", PREMISES: "premises"}


@dataclass(frozen=True, slots=True)
class Found:
    """Records a figure counts: their layer and numbers, each once."""

    layer: str
    numbers: NDArray[np.uint32]

    def count(self) -> int:
        """Count the records; one beside two schools is one."""
        return len(self.numbers)


@dataclass(frozen=True)
class Counter:
    """Counts what lies around schools under a filter.

    Parameters
    ----------
    made
        As far as the viewer sees it.
    chosen
        The filter: says of the columns of a layer which records it chooses.
    """

    made: SchoolZones
    model: ReadModel
    viewer: Viewer
    chosen: Callable[[str], Bools]

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """The zones, by their bits."""
        return tuple(self.model.catalogue.by_zone[zone] for zone in self.made.zones)

    def find(self, figure: str, zone: Zone, school: int | None = None) -> Found:
        """Return the records of a figure.

        Parameters
        ----------
        zone
            For venues that may not be there or are to be watched the zone that says so is taken.
        school
            Number of the one school; None for all together.
        """
        if figure in {BANNED, SENSITIVE}:
            return self._venues(figure, school)
        layer = INCIDENT if figure in OF_INCIDENTS else _PLACES[figure]
        rows = self._within(layer, zone, school)
        when = self.made.around[layer].when
        if figure == COMING_GOING:
            rows &= when == COMING
        if figure == UNKNOWN:
            rows &= np.isin(when, UNTOLD)
        return self._found(layer, rows)

    def untold(self, zone: Zone, school: int | None = None) -> dict[int, int]:
        """Count the incidents of which nobody can tell whether pupils came or went, by reason."""
        rows, pairs = self._within(INCIDENT, zone, school), self.made.around[INCIDENT]
        return {
            reason: count
            for reason in UNTOLD
            if (count := len(np.unique(pairs.number[rows & (pairs.when == reason)])))
        }

    def name(self, number: int) -> str:
        """Return what a school is called."""
        columns = self._columns(SCHOOL)
        names = columns.names
        return "" if names is None else str(names[np.searchsorted(columns.number, number)])

    def _venues(self, figure: str, school: int | None) -> Found:
        found = Found(_PLACES[PREMISES], np.empty(0, np.uint32))
        for zone in self.zones:
            for part in getattr(zone, figure):
                columns = self._columns(part.layer)
                layer = self.model.catalogue.by_layer[part.layer]
                wanted = list(value_indices(layer, "classes", part.classes))
                own = columns.number[np.isin(columns.classes, wanted)]
                rows = self._within(part.layer, zone, school)
                rows &= np.isin(self.made.around[part.layer].number, own)
                found = self._found(part.layer, rows)
        return found

    def _found(self, layer: str, rows: Bools) -> Found:
        pairs = self.made.around[layer].take(rows)
        return Found(layer, np.unique(pairs.number))

    def _within(self, layer: str, zone: Zone, school: int | None) -> Bools:
        pairs, rows = self.made.around[layer], self.made.within(layer, zone.id)
        rows &= np.isin(pairs.number, self._columns(layer).number[self.chosen(layer)])
        if school is not None:
            rows &= self.made.schools[pairs.school] == school
        return rows

    def _columns(self, layer: str) -> Columns:
        return self.model.columns_for(layer, self.viewer)
