"""The one filter: what is shown, counted, linked to and printed above a report."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from geodata.catalogue.model import LISTS, Catalogue, ValueList
from geodata.errors import SelectionError
from geodata.periods import Period, parse_period

Point = tuple[float, float]
MOST_CORNERS = 200
FEWEST_CORNERS = 3
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter over all layers; equal filters are equal and hash alike.

    Tuples are sorted and hold nothing twice. An empty tuple chooses everything, except `layers`.

    Parameters
    ----------
    layers
        Layers that are on.
    period
        Local days counted. Incidents: those that occurred on them. Places: those standing on the
        last of them.
    against
        The period compared with, None for no comparison.
    projects
        Promotion projects; a record of any of them is chosen.
    areas
        Codes; a record in one of them or in any area below is chosen.
    classes, grades, statuses
        ``layer.value``. A layer none of whose values is chosen is not filtered by that list; a
        class stands for those below it too.
    shape
        Corners (lng, lat) of a drawn polygon, without the first again at the end; only placed
        records inside are chosen.
    """

    layers: tuple[str, ...]
    period: Period
    against: Period | None = None
    projects: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    shape: tuple[Point, ...] = ()


def default_selection(catalogue: Catalogue, period: Period) -> Selection:
    """Return the filter a new visitor starts with: the layers declared as shown, no more."""
    return Selection(_tidy(la.id for la in catalogue.listed_layers if la.shown), period)


def parse_selection(
    query: Mapping[str, str], catalogue: Catalogue, areas: Container[str], *, period: Period
) -> Selection:
    """Read a filter from a link: the door through which every selection comes in.

    Parameters
    ----------
    query
        Keys as `to_query` writes them; keys of others are passed over.
    areas
        Codes of the areas there are.
    period
        Taken where the link names none; missing `layers` means those declared as shown.

    Raises
    ------
    SelectionError
        Where a value does not exist. Links of another year may name what is gone: whoever shows
        the error may go on with `default_selection`.
    """
    start = default_selection(catalogue, period)
    layers = tuple(layer.id for layer in catalogue.listed_layers)
    against = query.get("against")
    return Selection(
        layers=_known(query, "layers", layers) if "layers" in query else start.layers,
        period=parse_period(query["period"]) if "period" in query else period,
        against=parse_period(against) if against else None,
        projects=_known(query, "projects", [project.id for project in catalogue.projects]),
        areas=_known(query, "areas", areas),
        classes=_known(query, "classes", _values(catalogue, "classes")),
        grades=_known(query, "grades", _values(catalogue, "grades")),
        statuses=_known(query, "statuses", _values(catalogue, "statuses")),
        shape=parse_shape(query.get("shape", "")),
    )


def to_query(selection: Selection) -> dict[str, str]:
    """Write a filter as the short texts a link carries; `parse_selection` reads it back."""
    query = {"layers": ",".join(selection.layers), "period": str(selection.period)}
    if selection.against:
        query["against"] = str(selection.against)
    for name in ("projects", "areas", *LISTS):
        if chosen := getattr(selection, name):
            query[name] = ",".join(chosen)
    if selection.shape:
        query["shape"] = " ".join(f"{lng},{lat}" for lng, lat in selection.shape)
    return query


def _tidy(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _known(query: Mapping[str, str], key: str, known: Container[str]) -> tuple[str, ...]:
    chosen = _tidy(part for part in query.get(key, "").split(",") if part)
    for value in chosen:
        if value not in known:
            raise SelectionError(
                f"{key}={value[:40]!r}",
                _examples(known),
                "The link may be older than the data: choose anew on the page.",
            )
    return chosen


def _examples(known: Container[str]) -> str:
    names = sorted(known) if isinstance(known, (list, tuple, set, frozenset)) else []
    return f"one of {', '.join(names)}" if names else "a code of the data at hand"


def _values(catalogue: Catalogue, name: str) -> frozenset[str]:
    lists: dict[str, ValueList | None] = {
        layer.id: getattr(layer, name) for layer in catalogue.listed_layers
    }
    return frozenset(
        f"{layer}.{value}" for layer, values in lists.items() if values for value in values.ids
    )


def parse_shape(text: str) -> tuple[Point, ...]:
    """Read the corners of a drawn polygon, as a link carries them; none for no text.

    Raises
    ------
    SelectionError
        For what is no polygon on the globe, or has too many corners.
    """
    try:
        corners = [_parse_point(point) for point in text.split()]
    except ValueError:
        raise _bad_shape(text) from None
    if corners and not FEWEST_CORNERS <= len(corners) <= MOST_CORNERS:
        raise _bad_shape(text)
    return tuple(corners)


def _parse_point(text: str) -> Point:
    lng, lat = map(float, text.split(","))
    if not (abs(lng) <= 180 and abs(lat) <= 90):  # noqa: PLR2004 - the globe's edges; NaN too
        raise ValueError(text)
    return round(lng, DECIMALS), round(lat, DECIMALS)


def _bad_shape(text: str) -> SelectionError:
    return SelectionError(
        f"shape={text[:40]!r}",
        f"{FEWEST_CORNERS} to {MOST_CORNERS} corners such as 113.5,23.1 113.6,23.1 113.6,23.2",
        "Draw the shape again.",
    )
