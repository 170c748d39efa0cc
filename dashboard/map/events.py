"""What the element reports, read from what the browser sent: never trusted, never raising."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from geodata.periods import LAST_DAY

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
    """A month to be the period: its days since 2000-01-01, half-open."""

    period: tuple[int, int]


@dataclass(frozen=True)
class MapEvents:
    """What happened in the element; only `toggled` stays from run to run."""

    toggled: Toggled | None = None
    unplaced: str | None = None
    version: int | None = None
    action: Action | None = None
    time: TimeAsked | None = None


def parse_events(result: Mapping[str, object]) -> MapEvents:
    """Read the element's state and triggers; what is not as it should be counts as not sent."""
    return MapEvents(
        toggled=_toggled(result.get("toggled")),
        unplaced=_unplaced(result.get("unplaced")),
        version=_whole(result.get("version")),
        action=_action(result.get("action")),
        time=_time(result.get("time")),
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
        **{kind: _lists(value.get(kind)) for kind in ("classes", "grades", "statuses")},
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
    period = value.get("period") if isinstance(value, Mapping) else None
    if not isinstance(period, list) or len(period) != 2:  # noqa: PLR2004 - start and end
        return None
    start, end = map(_whole, period)
    if start is None or end is None or not start < end <= LAST_DAY:
        return None
    return TimeAsked((start, end))
