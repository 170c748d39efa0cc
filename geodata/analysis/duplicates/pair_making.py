"""What records say of themselves, out of the columns and the fields these do not hold."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.duplicates.pair_levels import (
    DAY_S,
    Floats,
    Integers,
    Levels,
    Objects,
    Told,
    level,
)
from geodata.analysis.shelters.homes import metres
from geodata.analysis.standing import standing
from geodata.catalogue.model import Layer
from geodata.columns import NO_TIME, NO_VALUE, Columns
from geodata.coordinates.crs_names import Crs
from geodata.periods import day_number

TEXTS: Final = ("name", "address", "code")
HURT: Final = ("dead", "gravely_injured", "injured")
SOURCE: Final = "source"
MINUTE_S: Final = 60.0

Values = Mapping[str, NDArray[Any]]


def fields_compared(layer: Layer) -> list[str]:
    """Return the ids of the fields that are read beside the columns: none that is personal."""
    declared = {str(name): field for name, field in layer.by_column.items()}
    wanted = (declared.get(name) for name in (*TEXTS, *HURT, SOURCE))
    return [field.id for field in wanted if field is not None and not field.personal]


def tell_records(
    columns: Columns, values: Values, layer: Layer, crs: Crs, *, precision: str, batch: str
) -> Told:
    """Put together what the records of a layer say.

    Parameters
    ----------
    columns
        Of the layer: all of its incidents, or of its places those that stand.
    values
        By field id, and by the two keys that follow, arrays over all records of the layer with
        their ``number``.
    crs
        Local, metric.
    precision, batch
        Keys of `values`.
    """
    rows = np.searchsorted(values["number"], columns.number)
    values = {name: held[rows] for name, held in values.items()}
    xy = metres(columns, crs)
    name, address, code = (_texts(values, layer, column, len(columns)) for column in TEXTS)
    return Told(
        number=columns.number.astype(np.int64),
        x_m=xy[:, 0],
        y_m=xy[:, 1],
        precision_m=values[precision],
        at_s=_seconds(columns),
        timed=columns.minutes != NO_TIME,
        kind=np.where(columns.classes == NO_VALUE, -1, columns.classes.astype(np.int64)),
        kinship=kinship(layer),
        hurt=_hurt(values, layer, len(columns)),
        source=_sources(values, layer, batch),
        name=name,
        address=address,
        code=code,
    )


def compared(columns: Columns, layer: Layer, today: date) -> Columns:
    """Leave the records that may be one thing: incidents of any day, places that stand."""
    if columns.events:
        return columns
    return columns.take(standing(columns, layer, day_number(today)))


def kinship(layer: Layer) -> Levels:
    """Return how any two classes of a layer compare, as `Told.kinship`; (1, 1) where it has none.

    Those below one class are related, as they are to it.
    """
    listed = layer.classes
    if listed is None:
        return np.zeros((1, 1), dtype=np.uint8)
    below = {id_: [listed.index(v) for v in listed.with_descendants((id_,))] for id_ in listed.ids}
    found = np.full((len(below), len(below)), level("class", "other"), dtype=np.uint8)
    for value in listed.values:
        for other in value.akin:
            found[np.ix_(below[value.id], below[other])] = level("class", "akin")
            found[np.ix_(below[other], below[value.id])] = level("class", "akin")
    for rows in below.values():
        found[np.ix_(rows, rows)] = level("class", "related")
    np.fill_diagonal(found, level("class", "same"))
    return found


def _field(values: Values, layer: Layer, column: str) -> NDArray[Any] | None:
    field = {str(name): one for name, one in layer.by_column.items()}.get(column)
    return None if field is None else values.get(field.id)


def _texts(values: Values, layer: Layer, column: str, count: int) -> Objects:
    held = _field(values, layer, column)
    if held is None:
        return np.full(count, "", dtype=np.object_)
    return np.array([text or "" for text in held], dtype=np.object_)


def _seconds(columns: Columns) -> Floats:
    if not columns.events:
        return np.zeros(len(columns))
    minutes = np.where(columns.minutes == NO_TIME, DAY_S / 2 / MINUTE_S, columns.minutes)
    return np.asarray(columns.from_day * DAY_S + minutes * MINUTE_S)


def _hurt(values: Values, layer: Layer, count: int) -> Floats:
    told: Sequence[Floats] = [
        held for column in HURT if (held := _field(values, layer, column)) is not None
    ]
    if not told:
        return np.full(count, np.nan)
    people = np.vstack(told)
    return np.where(np.isnan(people).all(axis=0), np.nan, np.nansum(people, axis=0))


def _sources(values: Values, layer: Layer, batch: str) -> Integers:
    """Give who reported each record a number; places have that of the ledger they come from."""
    held = _field(values, layer, SOURCE)
    if held is None:
        return values[batch].astype(np.int64)
    known = {text: n for n, text in enumerate(sorted({text for text in held if text}))}
    return np.array([known.get(text, -1) for text in held], dtype=np.int64)
