"""The sub-districts of a database, their extent and what is theirs."""

from sqlalchemy import Connection, select, update

from geodata.coordinates.bounds import Bounds
from geodata.storage.tables import BY_KIND, areas, coverage


def read_districts(connection: Connection) -> dict[str, Bounds | None]:
    """Return the extent of each sub-district by its code, in order; None for one not drawn."""
    sides = (areas.c.west, areas.c.south, areas.c.east, areas.c.north)
    query = select(areas.c.code, *sides).where(
        areas.c.retired_at.is_(None), areas.c.level == "district"
    )
    return {
        code: None if west is None else Bounds(west, south, east, north)
        for code, west, south, east, north in connection.execute(query.order_by(areas.c.code))
    }


def read_outlines(connection: Connection) -> dict[str, bytes | None]:
    """Return the outline of each sub-district by its code, as WKB; None for one not drawn."""
    query = select(areas.c.code, areas.c.geometry).where(
        areas.c.retired_at.is_(None), areas.c.level == "district"
    )
    return {row.code: row.geometry for row in connection.execute(query.order_by(areas.c.code))}


def claim_strays(connection: Connection) -> set[str]:
    """Give what came before any sub-district was known to the one there is now, if it is one.

    Returns
    -------
    set of str
        Layers with such records.
    """
    codes = list(read_districts(connection))
    return _hand_over(connection, UNKNOWN, codes[0]) if len(codes) == 1 else set()


def release(connection: Connection, district: str) -> set[str]:
    """Take back `claim_strays` for a sub-district that is there no longer.

    Returns
    -------
    set of str
        Layers with records of it.
    """
    return _hand_over(connection, district, UNKNOWN)


UNKNOWN = ""


def _hand_over(connection: Connection, giver: str, taker: str) -> set[str]:
    """Move records that are no areas to another sub-district, unless it has them already."""
    layers: set[str] = set()
    for table in (*BY_KIND.values(), coverage):
        moved = [table.c.district == giver]
        if table is areas:
            continue
        if table is not coverage:
            same = table.alias()
            owned = select(same.c.id).where(
                same.c.layer == table.c.layer,
                same.c.key == table.c.key,
                same.c.district == taker,
            )
            moved.append(~owned.exists())
        layers.update(connection.scalars(select(table.c.layer).where(*moved).distinct()))
        connection.execute(update(table).where(*moved).values(district=taker))
    return layers
