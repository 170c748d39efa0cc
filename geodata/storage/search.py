"""Finding records by what people call them: name, address, code, case number."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    String,
    Table,
    bindparam,
    cast,
    func,
    literal,
    select,
)

from geodata.catalogue.model import Layer
from geodata.searchtext import BETWEEN, SearchText, build_search_text
from geodata.storage.tables import BY_KIND

SEARCHED: Final = ("name", "address", "code", "case_number")
"""Columns looked into; none of them where a layer declares it personal."""

AT_A_TIME: Final = 100

BLOCK = 20_000
"""Records whose lines the database puts together at a time."""

FoundRecord = dict[str, Any]
"""A record's number (`id`), position (`lng`, `lat`), `personal` and those of `SEARCHED` its layer
has."""


def searched_columns(layer: Layer) -> tuple[str, ...]:
    """Return the columns of a layer that are looked into."""
    declared = {str(name): field for name, field in layer.by_column.items()}
    return tuple(name for name in SEARCHED if name in declared and not declared[name].personal)


def read_search_text(connection: Connection, layer: Layer) -> SearchText:
    """Read what the current records of a layer are called.

    The database puts the lines of a block together: of a million rows none becomes an object here,
    and other threads run meanwhile.
    """
    return build_search_text(_lines(connection, layer) if searched_columns(layer) else ())


def _lines(connection: Connection, layer: Layer) -> Iterator[tuple[NDArray[np.uint32], str]]:
    table = BY_KIND[layer.record]
    ends = select(func.min(table.c.id), func.max(table.c.id)).where(table.c.layer == layer.id)
    span = connection.execute(ends).one()
    first, last = span[0], span[1]
    query = _block(table, layer)
    while first is not None and first <= last:
        numbers, lines = connection.execute(query, {"first": first, "last": last}).one()
        if numbers is None:
            return
        found = np.fromstring(numbers, dtype=np.uint32, sep=",")
        yield found, f"{lines}\n"
        first = int(found.max()) + 1


def _block(table: Table, layer: Layer) -> Executable:
    """Return the question for the numbers and the lines of the next records, in one order."""
    line: ColumnElement[str] = literal(BETWEEN)
    for name in searched_columns(layer):
        line = line + func.coalesce(table.c[name], "") + BETWEEN
    of_layer = func.coalesce(table.c.layer, "") == layer.id  # no index: by it each block is a sort
    line = func.replace(line, "\n", " ")
    block = (
        select(cast(table.c.id, String).label("number"), line.label("line"))
        .where(table.c.id.between(bindparam("first"), bindparam("last")))
        .where(of_layer, table.c.retired_at.is_(None))
        .order_by(table.c.id)
        .limit(BLOCK)
        .subquery()
    )
    return select(
        func.aggregate_strings(block.c.number, ","), func.aggregate_strings(block.c.line, "\n")
    )


def read_found(
    connection: Connection, layer: Layer, numbers: Sequence[int]
) -> Iterator[FoundRecord]:
    """Read those of some records that are current, in the order of their numbers as given.

    To be masked before they are shown.
    """
    table = BY_KIND[layer.record]
    columns = [table.c[name] for name in searched_columns(layer)]
    for start in range(0, len(numbers), AT_A_TIME):
        asked = numbers[start : start + AT_A_TIME]
        query = select(table.c.id, table.c.lng, table.c.lat, table.c.personal, *columns).where(
            table.c.id.in_(asked), table.c.retired_at.is_(None)
        )
        found = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
        yield from (found[number] for number in asked if number in found)
