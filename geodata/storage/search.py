"""Finding records by what people call them: name, address, code, case number."""

from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Case, Column, Connection, case, or_, select

from geodata.catalogue.model import Layer
from geodata.storage.tables import BY_KIND

SEARCHED: Final = ("name", "address", "code", "case_number")
"""Columns looked into; none of them where a layer declares it personal."""

MOST_LOOKED_AT: Final = 5_000
"""Records of a layer that are looked at further, the best first."""

AT_A_TIME: Final = 2_000

FoundRecord = dict[str, Any]
"""A record's number (`id`), position (`lng`, `lat`) and those of `SEARCHED` its layer has."""


def searched_columns(layer: Layer) -> tuple[str, ...]:
    """Return the columns of a layer that are looked into."""
    declared = {str(name): field for name, field in layer.by_column.items()}
    return tuple(name for name in SEARCHED if name in declared and not declared[name].personal)


def find_records(
    connection: Connection, layer: Layer, words: Sequence[str], seen: NDArray[np.uint32]
) -> list[FoundRecord]:
    """Return current records that hold every word in one of their searched columns.

    Parameters
    ----------
    words
        As they stand in the ledger; ASCII letters in either case. None of them is an expression.
    seen
        Numbers of the records that may be found: the others take no room among the best.

    Returns
    -------
    list of FoundRecord
        Those one column of which equals the first word, then those that begin with it, then the
        rest; within each by number; at most `MOST_LOOKED_AT`. To be masked before they are shown.
    """
    table = BY_KIND[layer.record]
    columns = [table.c[name] for name in searched_columns(layer)]
    if not columns or not words:
        return []
    held = (or_(*(one.icontains(word, autoescape=True) for one in columns)) for word in words)
    query = (
        select(table.c.id, table.c.lng, table.c.lat, *columns)
        .where(table.c.layer == layer.id, table.c.retired_at.is_(None), *held)
        .order_by(_rank(columns, words[0]), table.c.id)
    )
    found = (
        dict(row)
        for rows in connection.execute(query).mappings().partitions(AT_A_TIME)
        for row, is_seen in zip(rows, np.isin([row["id"] for row in rows], seen), strict=True)
        if is_seen
    )
    return list(islice(found, MOST_LOOKED_AT))


def _rank(columns: Sequence[Column[Any]], word: str) -> Case[int]:
    return case(
        (or_(*(column == word for column in columns)), 0),
        (or_(*(column.istartswith(word, autoescape=True) for column in columns)), 1),
        else_=2,
    )
