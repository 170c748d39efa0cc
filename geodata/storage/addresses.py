"""Reading addresses: of what is placed, to look others up in, and of what is not placed yet."""

from collections import defaultdict
from collections.abc import Collection

import shapely
from sqlalchemy import Connection, Table, func, select

from geodata.addresses.placer import Addressed, KnownAddresses
from geodata.catalogue.model import Layer
from geodata.storage.tables import BY_KIND, areas, batches, incidents, places, streets

BY_ADDRESS = "address"
"""Method of a position that was looked up by its address."""
MOST_INCIDENTS = 5_000
"""Latest incidents read, to try on them how good addresses are; a sample of them is enough."""


def read_known_addresses(connection: Connection, district: str) -> KnownAddresses:
    """Read what addresses of a sub-district can be looked up in.

    Records placed by their address are left out: they would confirm themselves.

    Parameters
    ----------
    district
        Its code; '' for records without one.
    """
    outlines = select(areas.c.level, areas.c.name, areas.c.geometry).where(
        areas.c.district == district,
        areas.c.retired_at.is_(None),
        areas.c.name.is_not(None),
        areas.c.level.in_(("district", "community")),
    )
    drawn = connection.execute(outlines).all()
    return KnownAddresses(
        _read_placed(connection, places, district),
        _read_placed(connection, incidents, district, most=MOST_INCIDENTS),
        _read_streets(connection, district),
        {
            row.name: shapely.make_valid(shapely.from_wkb(row.geometry))
            for row in drawn
            if row.level == "community" and row.geometry is not None
        },
        [row.name for row in drawn if row.level == "district"],
    )


def read_unplaced(
    connection: Connection, layer: Layer, numbers: Collection[int]
) -> dict[str, list[Addressed]]:
    """Return those of a layer's records that have no position, by sub-district, by number.

    Parameters
    ----------
    numbers
        Of the records that may be returned: what the viewer sees.
    """
    table, seen = BY_KIND[layer.record], set(numbers)
    query = (
        select(table.c.district, table.c.id, table.c.version, table.c.name, table.c.address)
        .where(table.c.layer == layer.id, table.c.retired_at.is_(None), table.c.lng.is_(None))
        .order_by(table.c.id)
    )
    found: dict[str, list[Addressed]] = defaultdict(list)
    for row in connection.execute(query):
        if row.id in seen:
            one = Addressed((layer.id, row.id), row.version, row.name, row.address)
            found[row.district].append(one)
    return dict(found)


def _read_placed(
    connection: Connection, table: Table, district: str, most: int | None = None
) -> list[Addressed]:
    columns = ("layer", "id", "version", "name", "address", "lng", "lat")
    query = (
        select(*(table.c[name] for name in columns))
        .where(
            table.c.district == district,
            table.c.retired_at.is_(None),
            table.c.lng.is_not(None),
            table.c.method != BY_ADDRESS,
        )
        .order_by(table.c.id.desc())
        .limit(most)
    )
    return [
        Addressed((row.layer, row.id), row.version, row.name, row.address, row.lng, row.lat)
        for row in connection.execute(query)
    ]


def _read_streets(connection: Connection, district: str) -> dict[str, list[shapely.Geometry]]:
    query = select(streets.c.name, streets.c.geometry).where(
        streets.c.district == district, streets.c.retired_at.is_(None), streets.c.name.is_not(None)
    )
    found: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.name].append(shapely.from_wkb(row.geometry))
    return dict(found)


def read_known_version(connection: Connection) -> int:
    """Return a number that is another one after each import and each undone one."""
    query = select(func.count(batches.c.id), func.count(batches.c.undone_at)).where(
        batches.c.state == "published"
    )
    return sum(connection.execute(query).one())
