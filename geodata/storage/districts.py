"""The sub-districts of a database and their extent."""

from sqlalchemy import Connection, select

from geodata.bounds import Bounds
from geodata.storage.tables import areas


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
