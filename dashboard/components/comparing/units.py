"""What changed between the two periods compared: one answer for map, table, file and picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from dashboard.components.comparing.periods import INCIDENT, compared
from dashboard.server.kept import Kept
from geodata.analysis.streets.named_streets import NamedStreets, named_streets
from geodata.analysis.unit_changes import (
    NOWHERE,
    ROWS,
    SIDE_M,
    Changes,
    Chosen,
    commonest,
    count_changes,
    squares_of,
)
from geodata.columns import mask
from geodata.tiles import square_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.components.view import View
    from dashboard.map.months import Month
    from geodata.analysis.unit_changes import Integers
    from geodata.columns import Bools, Columns

Unit = Literal["squares", "streets"]
UNITS: Final[tuple[Unit, ...]] = get_args(Unit)
STREET: Final = "street"


@dataclass(frozen=True)
class Found:
    """The changes of one unit.

    Parameters
    ----------
    changes
        What changed.
    names
        Of the streets, by their place; none of squares.
    side
        World units of a square; 0 for streets.
    areas
        Of each square changed the area most of its incidents are in; none of streets.
    """

    changes: Changes
    names: tuple[str, ...] = ()
    side: float = 0.0
    areas: tuple[int, ...] = ()

    def square(self, unit: int) -> tuple[int, int]:
        """Return column and row of a square."""
        return unit // ROWS, unit % ROWS

    def middle(self, unit: int) -> tuple[float, float]:
        """Return the middle of a square in world coordinates."""
        column, row = self.square(unit)
        return (column + 0.5) * self.side, (row + 0.5) * self.side


def find_changes(view: View, unit: Unit) -> Found | None:
    """Count the incidents the view chooses, in both periods it compares.

    Returns
    -------
    Found or None
        None where nothing is compared, or nothing may be told of it (`Compared.silence`).
    """
    told = compared(view)
    if told is None or told.now is None or told.before is None or told.silence:
        return None
    now, before = told.now, told.before
    key = (
        view.live.storage,
        view.model.version,
        view.viewer.scope_key,
        view.selection,
        now,
        before,
    )
    return _FOUND.made((*key, unit), lambda: _find(view, unit, now, before))


def _find(view: View, unit: Unit, now: Month, before: Month) -> Found:
    extent, streets = view.model.extent, _streets(view) if unit == "streets" else None
    side = 0.0 if streets or extent is None else square_side(SIDE_M, extent)

    def units(columns: Columns) -> Integers:
        if streets:
            return _street_of(view, columns, streets)
        return squares_of(columns, side) if side else np.full(len(columns), NOWHERE)

    incidents = _incidents(view)
    chosen = [
        Chosen(units(columns), _within(view, columns, now), _within(view, columns, before))
        for columns in incidents
    ]
    changes = count_changes(chosen, days_now=now.days, days_before=before.days)
    if streets:
        return Found(changes, streets.names, side)
    return Found(changes, (), side, _areas_of(chosen, incidents, changes.unit))


def _areas_of(
    chosen: Sequence[Chosen], incidents: Sequence[Columns], units: Integers
) -> tuple[int, ...]:
    """Return the area that names each square: people know no coordinates."""
    if not len(units):
        return ()
    told = [(one.now | one.before) & (one.unit != NOWHERE) for one in chosen]
    unit = np.concatenate([one.unit[rows] for one, rows in zip(chosen, told, strict=True)])
    area = np.concatenate([c.areas[rows] for c, rows in zip(incidents, told, strict=True)])
    return tuple(commonest(unit, area.astype(np.int64), units).tolist())


def _incidents(view: View) -> list[Columns]:
    layers = [la.id for la in view.catalogue.listed_layers if la.record == INCIDENT]
    on = [layer for layer in layers if layer in view.selection.layers]
    return [view.model.columns_for(layer, view.viewer) for layer in on]


def _within(view: View, columns: Columns, month: Month) -> Bools:
    criteria = replace(view.criteria, start_day=month.start_day, end_day=month.end_day)
    return mask(columns, criteria)


def _streets(view: View) -> NamedStreets:
    key = (view.live.storage, STREET, view.model.layer_versions.get(STREET, 0))
    return _STREETS.made(key, lambda: named_streets(view.model.shapes[STREET]))


def _street_of(view: View, columns: Columns, streets: NamedStreets) -> Integers:
    """Return the street of each record; it is looked for once, for whoever sees the record."""
    whole, changed = view.model.columns[columns.layer], view.model.layer_versions
    versions = changed.get(columns.layer, 0), changed.get(STREET, 0)
    key = (view.live.storage, columns.layer, *versions, len(whole))
    found = _STREET_OF.made(key, lambda: streets.at(whole.x, whole.y, whole.placed))
    return found[np.searchsorted(whole.number, columns.number)]


_FOUND: Final = Kept[Found](24)
_STREETS: Final = Kept[NamedStreets](2)
_STREET_OF: Final = Kept["Integers"](4)
