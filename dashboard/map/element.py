"""The map in a Streamlit page: parameters go to the element, clicks come back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.map.assets import own
from dashboard.map.events import MapEvents, Pick, parse_events

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from streamlit.components.v2.types import ComponentRenderer

    from dashboard.map.declaration import Declaration, Json
    from dashboard.map.months import Compared, Month
    from dashboard.map.preview import MapPreview
    from geodata.coordinates.bounds import Bounds

TILED_ABOVE: Final = 200_000
"""Records of a layer whose columns may take longer to come than somebody likes to wait."""

_KEY: Final = "map"  # one constant key: the element lives on through every rerun
_HALF: Final = 0xFFFFFFFF


@dataclass(frozen=True)
class MapSelection:
    """The filter as numbers and codes.

    Parameters
    ----------
    layers
        Ids of the layers that are on.
    projects
        Bits of the chosen projects; 0 shows every record.
    start_day, end_day
        Days since 2000-01-01, half-open.
    areas
        Indices of the chosen areas and all their descendants; None shows every record.
    classes, grades, statuses
        By layer id the chosen indices of its declared list; a layer that is absent shows all.
    shape
        Corners (lng, lat) of a drawn polygon; only placed records inside are shown.
    """

    layers: tuple[str, ...]
    projects: int
    start_day: int
    end_day: int
    areas: tuple[int, ...] | None
    classes: Mapping[str, tuple[int, ...]]
    grades: Mapping[str, tuple[int, ...]]
    statuses: Mapping[str, tuple[int, ...]]
    shape: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Offer:
    """A record without a place: where it may lie (lng, lat), and within how many metres.

    While there is one, each click on the map says where it lies.
    """

    layer: str
    number: int
    at: tuple[float, float] | None = None
    precision_m: float | None = None


@dataclass(frozen=True)
class Spot:
    """A marked place (lng, lat): which of two it is, its letter, and metres it may be off."""

    nth: int
    mark: str
    at: tuple[float, float]
    precision_m: float | None = None


@dataclass(frozen=True)
class MapView:
    """Everything the element is told in one run.

    Parameters
    ----------
    declaration
        Layers, shapes, zones, words (`declare_element`).
    version
        Data version; part of every address data is fetched from, but of blocks that have their own
        (`Declaration.versions`).
    selection
        The filter.
    serial
        `MapEvents.toggled.serial` of the run, 0 where nothing was toggled yet.
    query
        The same filter as a query string: for the facts and for the link.
    parents
        For each area of the model's list the index of its parent, -1 for none.
    home
        Extent of the whole, in degrees.
    extent, pick
        From a link: what to show and which record to open at first; None otherwise.
    sample
        Whether the data is sample data.
    presenting
        Whether the screen is shown to others: facts that were unmasked are closed.
    drawable
        Whether an area can be drawn that filters, and a picture taken with the filter told.
    pictured, readable
        Whether who looks may take a picture away, and read the facts of records or search for them.
    months
        What can be played back; none where nothing is.
    silent
        By layer, why it has no number: no ledger came, or it is none of the chosen projects'.
    tiled
        Layers of so many records that tiles are shown until their columns have come.
    preview
        Readings of a ledger's coordinates to choose from, in place of the legend; None for none.
    compared
        The two periods compared, None for no comparison.
    api
        Where the data routes begin.
    offer
        A record that is to be placed; None on maps that only show.
    note
        What stands in the corner besides our own words: areas that cannot be drawn.
    spots
        Two places to be looked at together; the map goes there when they change.
    """

    declaration: Declaration
    version: int
    selection: MapSelection
    serial: int
    query: str
    parents: tuple[int, ...]
    home: Bounds
    extent: Bounds | None = None
    pick: Pick | None = None
    sample: bool = False
    presenting: bool = False
    drawable: bool = True
    pictured: bool = True
    readable: bool = True
    months: tuple[Month, ...] = ()
    silent: Mapping[str, str] = field(default_factory=dict)
    tiled: tuple[str, ...] = ()
    preview: MapPreview | None = None
    compared: Compared | None = None
    api: str = "/api"
    offer: Offer | None = None
    note: str = ""
    spots: tuple[Spot, ...] = ()


def show_map(
    view: MapView,
    *,
    on_toggled: Callable[[MapEvents], None],
    on_time: Callable[[MapEvents], None] | None = None,
    on_put: Callable[[MapEvents], None] | None = None,
    key: str = _KEY,
) -> MapEvents:
    """Show the map and return what happened in it since the last run.

    Parameters
    ----------
    on_toggled
        Told before a run that a click in the legend or a preview caused, so that this run shows it
        already.
    on_time
        Likewise of a click that chose another period.
    on_put
        Likewise of a click that says where the offered record lies.
    key
        One constant for each page that has a map.
    """

    def tell(listener: Callable[[MapEvents], None]) -> Callable[[], None]:
        return lambda: listener(parse_events(st.session_state[key]))

    result = _element()(
        key=key,
        data=to_json(view),
        on_toggled_change=tell(on_toggled),
        on_time_change=_nothing if on_time is None else tell(on_time),
        on_reading_change=tell(on_toggled),
        on_place_change=tell(on_toggled),
        on_unplaced_change=_nothing,
        on_version_change=_nothing,
        on_action_change=_nothing,
        on_put_change=lambda: on_put and on_put(parse_events(st.session_state[key])),
    )
    return parse_events(result)


def to_json(view: MapView) -> Json:
    """Turn a view into what travels to the browser: numbers, codes and our own words."""
    declared, chosen = view.declaration, view.selection
    return {
        "version": view.version,
        "serial": view.serial,
        "api": view.api,
        "query": view.query,
        "base": {
            "id": declared.base.map_id,
            "scripts": list(declared.base.scripts),
            "styles": [*declared.base.styles, own("element.css")],
            "module": declared.base.address,
        },
        "layers": list(declared.layers),
        "shapes": list(declared.shapes),
        "zones": list(declared.zones),
        "sources": list(declared.sources),
        "text": declared.text,
        "versions": dict(declared.versions),
        "parents": list(view.parents),
        "home": list(view.home),
        "extent": None if view.extent is None else list(view.extent),
        "pick": None if view.pick is None else vars(view.pick),
        "offer": None if view.offer is None else vars(view.offer),
        "spots": [vars(spot) for spot in view.spots],
        "sample": view.sample,
        "note": view.note,
        "presenting": view.presenting,
        "drawable": view.drawable,
        "pictured": view.pictured,
        "readable": view.readable,
        "months": [month.to_json() for month in view.months],
        "silent": dict(view.silent),
        "tiled": list(view.tiled),
        "preview": None if view.preview is None else view.preview.to_json(),
        "compared": None if view.compared is None else view.compared.to_json(),
        "selection": {
            "layers": list(chosen.layers),
            "projects": [chosen.projects & _HALF, chosen.projects >> 32],
            "start_day": chosen.start_day,
            "end_day": chosen.end_day,
            "areas": None if chosen.areas is None else list(chosen.areas),
            "classes": {layer: list(found) for layer, found in chosen.classes.items()},
            "grades": {layer: list(found) for layer, found in chosen.grades.items()},
            "statuses": {layer: list(found) for layer, found in chosen.statuses.items()},
            "shape": [list(corner) for corner in chosen.shape],
        },
    }


def _nothing() -> None:
    """Stand as a callback: Streamlit reports only what somebody listens to."""


def _element() -> ComponentRenderer:
    return st.components.v2.component("safety_map", js=SCRIPT, isolate_styles=False)


# The element itself is a file with a lasting address; only this travels with the page.
SCRIPT: Final = f"""
export default ({{ parentElement, data, setStateValue, setTriggerValue }}) => {{
  parentElement.safetyMap ??= import(new URL({own("element.js")!r}, location.origin))
    .then(({{ mount }}) => mount(parentElement, data));
  const shown = parentElement.safetyMap;
  parentElement.safetyMap = shown
    .then((map) => map.update(data, {{ setStateValue, setTriggerValue }}));
  // what failed is tried again by the next run
  parentElement.safetyMap.catch(() => {{ parentElement.safetyMap = shown; }});
  return () => {{
    // Streamlit also ends a run that the next one overtook, as quick clicks do: the map stays
    if (parentElement.isConnected) return;
    const leaving = parentElement.safetyMap;
    parentElement.safetyMap = null;
    // a page that is left before its map has come has no map to leave
    leaving?.then((map) => map.leave(), () => {{}});
  }};
}}
"""
