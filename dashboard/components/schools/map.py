"""The map of the page of schools: the schools with the chosen distance, and what lies around."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard.components.mapping import to_plain_map
from dashboard.components.schools.choices import choose_schools
from dashboard.map.declaration import zone_json
from dashboard.map.element import MapSelection, show_map
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.mercator import to_lnglat
from geodata.results.school_zones import INCIDENT, SCHOOL
from geodata.selection import to_query

if TYPE_CHECKING:
    from dashboard.components.schools.choices import Choice
    from dashboard.components.view import View
    from dashboard.map.element import MapView
    from dashboard.map.events import MapEvents
    from dashboard.schools.figures import Counter
    from geodata.catalogue.model import Zone

KEY: Final = "school_map"
LAYERS: Final = ("rental", "premises", INCIDENT, SCHOOL)
AT_FIRST: Final = (INCIDENT, SCHOOL)
"""Layers that are on before the legend was clicked."""

ROOM_M: Final = 150.0
"""Around the chosen distance."""


def show_school_map(
    view: View, counter: Counter, zone: Zone, school: int | None, choice: Choice
) -> None:
    """Draw it; another school is another map, so that it opens where the school is."""

    def adopt(events: MapEvents) -> None:
        if events.toggled is not None:
            choose_schools(replace(choice, toggled=events.toggled))

    key = f"{KEY}_{school or ''}"
    show_map(map_view(view, counter, zone, school, choice), on_toggled=adopt, key=key)


def map_view(
    view: View, counter: Counter, zone: Zone, school: int | None, choice: Choice
) -> MapView:
    """Turn what is looked at into what the element is told."""
    criteria, toggled = view.criteria, choice.toggled
    selection = MapSelection(
        layers=AT_FIRST if toggled is None else toggled.layers,
        projects=criteria.projects,
        start_day=criteria.start_day,
        end_day=criteria.end_day,
        areas=criteria.areas,
        classes=criteria.classes if toggled is None else toggled.classes,
        grades=criteria.grades if toggled is None else toggled.grades,
        statuses=criteria.statuses if toggled is None else toggled.statuses,
    )
    asked = {**to_query(view.selection), **choice.to_query()}
    plain = to_plain_map(view, selection, asked, 0 if toggled is None else toggled.serial)
    base = plain.declaration
    layers = tuple(layer for layer in base.layers if layer["id"] in LAYERS)
    return replace(
        plain,
        declaration=replace(base, layers=layers, zones=(zone_json(zone, view.texts),)),
        extent=plain.extent if school is None else around(view, counter, zone, school),
    )


def around(view: View, counter: Counter, zone: Zone, school: int) -> Bounds | None:
    """Return what the map shows of a school: its widest distance looked at, and some room."""
    columns = view.model.columns_for(SCHOOL, view.viewer)
    row = np.searchsorted(columns.number, counter.made.schools[counter.made.schools == school])
    extent = Bounds.around(*to_lnglat(columns.x[row], columns.y[row]))
    return extent.padded(zone.distance_m + ROOM_M) if extent is not None else None
