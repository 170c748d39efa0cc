"""An area that was drawn by hand, or is known by its name only: a batch of one record.

It is published as any ledger is, so that it has a history, is undone like an import, and gives way
to the official outline once a ledger with the same code brings it.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import shapely

from etl.keys import Keys
from etl.reasons import refusal
from geodata.areas import LEVELS, AreaTree
from geodata.catalogue import Layer
from geodata.records import BatchPlan, Position, Published, Record
from geodata.storage.publish import publish
from geodata.storage.store import Transaction

DRAWN: Final = "drawn"
MOST_NAME: Final = 40
CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]{1,23}")
"""Codes stand in links and in the scope of accounts: nothing that means something there."""

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """What a person says of an area.

    Parameters
    ----------
    code, name
        Its own; one that is there already is changed.
    parent
        Code of the area above; None for a sub-district.
    corners
        Longitude and latitude of its outline; none where it is known by name only, or keeps the
        outline it has.
    """

    code: str
    name: str
    parent: str | None = None
    corners: Corners = ()


def next_code(tree: AreaTree, parent: str | None) -> str:
    """Return a code that no area has, made of that above; '' where none is above.

    The hyphen keeps it from ever being an official one, which are digits only.
    """
    if parent is None:
        return ""
    number = 1
    while f"{parent}-{number}" in tree:
        number += 1
    return f"{parent}-{number}"


def require_area(area: DrawnArea, layer: Layer, tree: AreaTree) -> None:
    """Refuse an area that could not be counted in.

    Raises
    ------
    LedgerError
        Where its name or code is none, the code is that of an area of another level, the area above
        is missing or of no level above, or its outline crosses itself.
    """
    if not 0 < len(area.name) <= MOST_NAME or not area.name.isprintable():
        raise refusal("area_unnamed", most=MOST_NAME)
    if not CODE.fullmatch(area.code):
        raise refusal("area_code", found=area.code)
    levels = {one.code: (one.level, one.name) for one in tree.areas}
    level, name = levels.get(area.code, (layer.level, ""))
    if level != layer.level:
        raise refusal("area_code_taken", found=area.code, name=name)
    above = LEVELS.index(layer.level or LEVELS[0]) - 1
    if above >= 0 and levels.get(area.parent or "", ("",))[0] != LEVELS[above]:
        raise refusal("area_parent", name=area.name)
    if area.corners and not shapely.Polygon(area.corners).is_valid:
        raise refusal("area_outline", name=area.name)


def publish_drawn(
    connection: Transaction, area: DrawnArea, layer: Layer, *, file_name: str, now: datetime
) -> Published:
    """Write an area that `require_area` lets pass.

    Parameters
    ----------
    file_name
        By which it stands among the imports.
    now
        Aware instant of the change.
    """
    told = json.dumps([area.code, area.name, area.parent, area.corners], ensure_ascii=False)
    plan = BatchPlan(
        layer=layer.id,
        file_name=file_name,
        sha256=hashlib.sha256(told.encode()).hexdigest(),
        recipe=DRAWN,
        crs="EPSG:4326" if area.corners else None,
        started_at=now,
        records=[_record(area, layer)],
        rows_read=1,
        located={"basis": DRAWN} if area.corners else None,
    )
    return publish(connection, plan, layer, now=now)


def _record(area: DrawnArea, layer: Layer) -> Record:
    key = Keys(layer).natural_keys({layer.by_column["code"].id: [area.code]}, 1)[0]
    told = {"code", "name"} | ({"parent"} if area.parent else set())
    told |= {"position"} if area.corners else set()
    return Record(
        key=key or area.code,
        row=1,
        position=_position(area.corners) if area.corners else None,
        code=area.code,
        name=area.name,
        parent=area.parent,
        told=frozenset(told),
    )


def _position(corners: Corners) -> Position:
    outline = shapely.Polygon(corners)
    inside = shapely.point_on_surface(outline)
    wkb: bytes = shapely.to_wkb(outline, output_dimension=2, flavor="iso")
    return Position(inside.x, inside.y, wkb, method=DRAWN)
