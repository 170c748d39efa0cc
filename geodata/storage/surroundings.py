"""Reading what is known of a sub-district, to hold the positions of a new ledger against it."""

from collections.abc import Collection
from typing import NamedTuple

import shapely
from sqlalchemy import Connection, or_, select

from geodata.storage.tables import areas, ground, places, streets

MOST_WORDS = 3_000
"""Names asked for at once: a database takes so many values in a query."""

BUILDING = "building"


class Known(NamedTuple):
    """Geometry in WGS84 longitude and latitude; see `read_known`.

    Parameters
    ----------
    district
        Outline of the sub-district; None where it is not drawn.
    communities
        Outlines by name.
    footprints, streets
        Outlines of buildings; lines with their names.
    places
        Words with longitude and latitude.
    """

    district: shapely.Geometry | None
    communities: dict[str, shapely.Geometry]
    footprints: list[shapely.Geometry]
    streets: list[tuple[shapely.Geometry, str | None]]
    places: list[tuple[str, float, float]]


def read_known(connection: Connection, district: str, words: Collection[str]) -> Known:
    """Read what is known of a sub-district.

    Parameters
    ----------
    district
        Its code; '' for none.
    words
        The names, addresses and codes (``layer:code``) of places asked for, at most `MOST_WORDS`
        of them; other places are not read.
    """
    outlines = select(areas.c.code, areas.c.name, areas.c.level, areas.c.geometry).where(
        areas.c.district == district,
        areas.c.retired_at.is_(None),
        areas.c.geometry.is_not(None),
        areas.c.level.in_(("district", "community")),
    )
    drawn = [
        (row.level, row.name or row.code, shapely.make_valid(shapely.from_wkb(row.geometry)))
        for row in connection.execute(outlines)
    ]
    footprints = select(ground.c.geometry).where(
        ground.c.district == district, ground.c.retired_at.is_(None), ground.c["class"] == BUILDING
    )
    lines = select(streets.c.geometry, streets.c.name).where(
        streets.c.district == district, streets.c.retired_at.is_(None)
    )
    return Known(
        next((shape for level, _, shape in drawn if level == "district"), None),
        {name: shape for level, name, shape in drawn if level == "community"},
        [shapely.from_wkb(row.geometry) for row in connection.execute(footprints)],
        [(shapely.from_wkb(row.geometry), row.name) for row in connection.execute(lines)],
        _read_places(connection, district, words),
    )


def _read_places(
    connection: Connection, district: str, words: Collection[str]
) -> list[tuple[str, float, float]]:
    asked = list(words)[:MOST_WORDS]
    codes = [code for word in asked if (code := word.partition(":")[2])]
    columns = (places.c.layer, places.c.code, places.c.name, places.c.address)
    query = select(*columns, places.c.lng, places.c.lat).where(
        places.c.district == district,
        places.c.retired_at.is_(None),
        places.c.lng.is_not(None),
        or_(places.c.code.in_(codes), places.c.name.in_(asked), places.c.address.in_(asked)),
    )
    return [
        (word, row.lng, row.lat)
        for row in connection.execute(query)
        for word in (row.code and f"{row.layer}:{row.code}", row.name, row.address)
        if word
    ]
