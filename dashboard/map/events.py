"""What the element reports, read from what the browser sent: never trusted, never raising."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboard.map.months import MODES, Mode
from geodata.against import Against
from geodata.catalogue.model import LISTS
from geodata.coordinates.bounds import Bounds
from geodata.periods import LAST_DAY

GLOBE = Bounds(-180.0, -90.0, 180.0, 90.0)
Chosen = Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class Pick:
    """One record: its layer and its number."""

    layer: str
    number: int


@dataclass(frozen=True)
class Toggled:
    """What legend and drawing tools show since they were last used.

    Parameters
    ----------
    serial
        Grows with every click; handed back to the element, so that an answer that comes late
        does not undo a later click.
    layers
        Ids of the layers that are on.
    classes, grades, statuses
        By layer id the chosen indices of the layer's declared list; a layer that is absent shows
        all of its values.
    shape
        The drawn area as a link carries it, not yet checked; "" for none.
    """

    serial: int
    layers: tuple[str, ...]
    classes: Chosen = field(default_factory=dict)
    grades: Chosen = field(default_factory=dict)
    statuses: Chosen = field(default_factory=dict)
    shape: str = ""


@dataclass(frozen=True)
class Action:
    """A button of the facts panel that Python answers, and the record it belongs to."""

    id: str
    pick: Pick


@dataclass(frozen=True)
class TimeAsked:
    """What was chosen of time.

    Parameters
    ----------
    period
        A month to be the period: its days since 2000-01-01, half-open; None for no other.
    against
        What to compare with from now on, None for nothing; told where `period` is None.
    mode
        How to show the comparison from now on; None where that is not told, and then alone.
    """

    period: tuple[int, int] | None = None
    against: Against | None = None
    mode: Mode | None = None


@dataclass(frozen=True)
class Taken:
    """The reading chosen in a preview, by its place among those shown."""

    preview: int
    n: int


@dataclass(frozen=True)
class Clicked:
    """Where the map was clicked for a preview; longitude and latitude in degrees."""

    preview: int
    lng: float
    lat: float


@dataclass(frozen=True)
class Put:
    """Where a record lies, as was clicked: (lng, lat)."""

    pick: Pick
    at: tuple[float, float]


@dataclass(frozen=True)
class MapEvents:
    """What happened in the element; only `toggled` and `taken` stay from run to run."""

    toggled: Toggled | None = None
    unplaced: str | None = None
    version: int | None = None
    action: Action | None = None
    time: TimeAsked | None = None
    taken: Taken | None = None
    clicked: Clicked | None = None
    put: Put | None = None


def parse_events(result: Mapping[str, object]) -> MapEvents:
    """Read the element's state and triggers; what is not as it should be counts as not sent."""
    return MapEvents(
        toggled=_toggled(result.get("toggled")),
        unplaced=_unplaced(result.get("unplaced")),
        version=_whole(result.get("version")),
        action=_action(result.get("action")),
        time=_time(result.get("time")),
        taken=_taken(result.get("reading")),
        clicked=_clicked(result.get("place")),
        put=_put(result.get("put")),
    )


def _whole(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if value >= 0 else None


def _wholes(value: object) -> tuple[int, ...]:
    found = [_whole(one) for one in value] if isinstance(value, list) else []
    return tuple(sorted({one for one in found if one is not None}))


def _toggled(value: object) -> Toggled | None:
    if not isinstance(value, Mapping):
        return None
    serial, layers = _whole(value.get("serial")), value.get("layers")
    if serial is None or not isinstance(layers, list):
        return None
    return Toggled(
        serial,
        tuple(layer for layer in layers if isinstance(layer, str)),
        **{kind: _lists(value.get(kind)) for kind in LISTS},
        shape=_shape(value.get("shape")),
    )


def _lists(value: object) -> Chosen:
    if not isinstance(value, Mapping):
        return {}
    return {str(layer): _wholes(indices) for layer, indices in value.items() if _wholes(indices)}


def _shape(value: object) -> str:
    corners = value if isinstance(value, list) else []
    return " ".join(
        ",".join(str(degrees) for degrees in corner)
        for corner in corners
        if isinstance(corner, list)
    )


def _unplaced(value: object) -> str | None:
    layer = value.get("layer") if isinstance(value, Mapping) else None
    return layer if isinstance(layer, str) else None


def _action(value: object) -> Action | None:
    if not isinstance(value, Mapping):
        return None
    id_, layer, number = value.get("id"), value.get("layer"), _whole(value.get("number"))
    if isinstance(id_, str) and isinstance(layer, str) and number is not None:
        return Action(id_, Pick(layer, number))
    return None


def _time(value: object) -> TimeAsked | None:
    if not isinstance(value, Mapping):
        return None
    against, period = value.get("against"), value.get("period")
    if mode := next((mode for mode in MODES if mode == value.get("mode")), None):
        return TimeAsked(mode=mode)
    if "against" in value and (against is None or against in list(Against)):
        return TimeAsked(against=None if against is None else Against(against))
    if not isinstance(period, list) or len(period) != 2:  # noqa: PLR2004 - start and end
        return None
    start, end = map(_whole, period)
    if start is None or end is None or not start < end <= LAST_DAY:
        return None
    return TimeAsked((start, end))


def _taken(value: object) -> Taken | None:
    if not isinstance(value, Mapping):
        return None
    preview, n = _whole(value.get("preview")), _whole(value.get("n"))
    return None if preview is None or n is None else Taken(preview, n)


def _clicked(value: object) -> Clicked | None:
    if not isinstance(value, Mapping):
        return None
    preview, place = _whole(value.get("preview")), value.get("place")
    at = _point(*place) if isinstance(place, list) else None
    return None if preview is None or at is None else Clicked(preview, *at)


def _put(value: object) -> Put | None:
    if not isinstance(value, Mapping):
        return None
    layer, number = value.get("layer"), _whole(value.get("number"))
    at = _point(value.get("lng"), value.get("lat"))
    if not isinstance(layer, str) or number is None or at is None:
        return None
    return Put(Pick(layer, number), at)


def _point(*degrees: object) -> tuple[float, float] | None:
    """Return longitude and latitude; None for what is no point of the globe."""
    numbers = [
        float(one)
        for one in degrees
        if isinstance(one, (int, float)) and not isinstance(one, bool) and -180 <= one <= 180  # noqa: PLR2004 - the globe's edges; NaN too
    ]
    if len(numbers) != 2 or not GLOBE.contains(*numbers):  # noqa: PLR2004 - lng, lat
        return None
    return numbers[0], numbers[1]
