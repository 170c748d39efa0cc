"""Fields of a whole layer that the read model does not hold, for analyses in the worker."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Table, select

from geodata.catalogue.model import Layer
from geodata.storage.tables import BY_KIND

NUMBER, PRECISION, BATCH = "number", "precision_m", "batch"
"""Of every record: its number, how far off its position may be, the import it comes from."""

OF_RECORD = (PRECISION, BATCH)
NUMERIC = ("integer", "number")


def read_values(
    connection: Connection, layer: Layer, fields: Sequence[str]
) -> dict[str, NDArray[Any]]:
    """Read fields of all current records of a layer, ordered by number.

    Parameters
    ----------
    fields
        Ids of declared fields that are texts or numbers; also `PRECISION` and `BATCH`.

    Returns
    -------
    dict
        By field an array of one length: float64 for numbers (NaN for none), objects for texts
        (None for none). `NUMBER` is always among them, int64.

    Raises
    ------
    ValueError
        For a field that is personal.
    """
    table = BY_KIND[layer.record]
    columns = [_column(table, layer, name) for name in fields]
    query = select(table.c.id, *columns).order_by(table.c.id)
    rows = connection.execute(query.where(table.c.layer == layer.id, table.c.retired_at.is_(None)))
    given = list(zip(*rows, strict=True)) or [()] * (1 + len(fields))
    found: dict[str, NDArray[Any]] = {NUMBER: np.array(given[0], np.int64)}
    for name, values in zip(fields, given[1:], strict=True):
        is_number = name in OF_RECORD or layer.by_field[name].type in NUMERIC
        found[name] = np.array(values, np.float64 if is_number else np.object_)
    return found


def _column(table: Table, layer: Layer, name: str) -> ColumnElement[Any]:
    if name in OF_RECORD:
        return table.c[name]
    field = layer.by_field[name]
    if field.personal:
        raise ValueError(f"field {name} of layer {layer.id} is personal, expected one that is not")
    if field.column is not None:
        return table.c[field.column]
    value = table.c.attributes[name]
    read: ColumnElement[Any] = value.as_float() if field.type in NUMERIC else value.as_string()
    return read
