"""Finding records by what people call them: name, address, code, case number."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, select

from geodata.catalogue.model import Layer
from geodata.searchtext import SearchText, build_search_text
from geodata.storage.tables import BY_KIND

SEARCHED: Final = ("name", "address", "code", "case_number")
"""Columns looked into; none of them where a layer declares it personal."""

AT_A_TIME: Final = 100

FoundRecord = dict[str, Any]
"""A record's number (`id`), position (`lng`, `lat`), `personal` and those of `SEARCHED` its layer
has."""


def searched_columns(layer: Layer) -> tuple[str, ...]:
    """Return the columns of a layer that are looked into."""
    declared = {str(name): field for name, field in layer.by_column.items()}
    return tuple(name for name in SEARCHED if name in declared and not declared[name].personal)


def read_search_text(connection: Connection, layer: Layer) -> SearchText:
    """Read what the current records of a layer are called."""
    table = BY_KIND[layer.record]
    columns = [table.c[name] for name in searched_columns(layer)]
    query = (
        select(table.c.id, *columns)
        .where(table.c.layer == layer.id, table.c.retired_at.is_(None))
        .order_by(table.c.id)
    )
    rows = connection.execute(query) if columns else ()
    return build_search_text((row[0], row[1:]) for row in rows)


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
