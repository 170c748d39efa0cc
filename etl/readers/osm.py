"""Extracts of OpenStreetMap: a file of blocks (.osm.pbf), or a GeoPackage made of one.

Only in the child whose GDAL may open nothing but the format the extract is named for. Each layer
of ours is one sheet; what is no street and no ground is not handed on.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from etl.drivers import EXTRACTS
from etl.formats import BYTES_LOOKED_AT, SQLITE
from etl.limits import MEBIBYTE
from etl.osm_tags import (
    GROUND_HEADINGS,
    STREET_HEADINGS,
    Tags,
    ground_row,
    parse_tags,
    street_row,
)
from etl.readers.gdal import Features, in_features, read_features, require_only_allowed_drivers
from etl.reasons import refusal
from etl.sheets import Block, Cell, Row, Sheet
from geodata.coordinates.bounds import Bounds

FIRST_BLOCK: Final = b"\x0a\x09OSMHeader"
"""How the first block begins, after the four bytes of its length (wiki, "PBF Format")."""

MOST_HEADER: Final = 64 * 1024
MOST_BLOCK: Final = 32 * MEBIBYTE
"""Bytes of a block's header and of a block, by the same page."""

DEGREES: Final = frozenset({"EPSG:4326", "OGC:CRS84"})
"""How the CRS of an extract is spelled."""


class Taken(NamedTuple):
    """What becomes one of our layers.

    Parameters
    ----------
    kind, headings
        Kind of geometry of the sheet, and its headings.
    row
        Turns the tags of a feature into cells; None for what is none of the layer.
    whole
        Name of the map layer that GDAL makes of an extract, with tags.
    parts
        By the beginning of the name of a map layer that has one class a feature: the key whose
        value that class is.
    """

    kind: str
    headings: tuple[str, ...]
    row: Callable[[Tags], Row | None]
    whole: str
    parts: Mapping[str, str]


TAKEN: Final = {
    "street": Taken(
        "line", STREET_HEADINGS, street_row, "lines", {"gis_osm_roads_free": "highway"}
    ),
    "ground": Taken(
        "polygon",
        GROUND_HEADINGS,
        ground_row,
        "multipolygons",
        {
            "gis_osm_buildings_a_free": "building",
            "gis_osm_water_a_free": "natural",
            "gis_osm_landuse_a_free": "landuse",
        },
    ),
}


def read_extract(path: Path, layer: str, within: Bounds) -> Iterator[Sheet | Block]:
    """Read what an extract has of one of our layers.

    Parameters
    ----------
    layer
        A key of `TAKEN`.
    within
        Only features whose box meets these bounds.

    Raises
    ------
    LedgerError
        Where it is no extract, is not whole, or is in another CRS than longitude and latitude.
    """
    require_sound(path)
    require_only_allowed_drivers(EXTRACTS)
    taken = TAKEN[layer]
    try:
        found = _layers(path, taken)
        if not found:
            raise refusal("no_extract_layers", name=path.name, layers=_names(path))
        shown = [_taken(path, name, key, taken, within) for name, key in found]
    except (DataSourceError, DataLayerError, FeatureError) as error:
        raise refusal("broken_extract", name=path.name, why=error) from error
    rows = [row for features, rows in shown for row in rows]
    shapes = [shape for features, _ in shown for shape in features.shapes]
    columns = [[row[n] for row in rows] for n in range(len(taken.headings))]
    whole = Features(taken.kind, "EPSG:4326", list(taken.headings), columns, shapes)
    yield from in_features(layer, whole)


def require_sound(path: Path) -> None:
    """Refuse a file that is neither kind of extract, or whose blocks do not end with it.

    GDAL would read a file that is cut off as far as it goes, and say so in a warning only.
    """
    with path.open("rb") as file:
        start = file.read(BYTES_LOOKED_AT)
        if path.suffix.lower() == ".pbf":
            if not start[4:].startswith(FIRST_BLOCK):
                raise refusal("no_extract", name=path.name)
            if not _ends_with_a_block(file, path.stat().st_size):
                raise refusal("cut_off", name=path.name)
        elif not start.startswith(SQLITE):
            raise refusal("no_extract", name=path.name)


def _ends_with_a_block(file: BinaryIO, size: int) -> bool:
    at = 0
    while at < size:
        file.seek(at)
        length = int.from_bytes(file.read(4), "big")
        header = file.read(length) if length <= MOST_HEADER else b""
        block = _block_bytes(header)
        if len(header) < length or block is None or block > MOST_BLOCK:
            return False
        at += 4 + length + block
    return at == size


def _block_bytes(header: bytes) -> int | None:
    """Return field 3 of a block's header, how long the block is; None where it is not told."""
    at, found = 0, None
    try:
        while at < len(header):
            key, at = _varint(header, at)
            value, at = _varint(header, at)
            if key & 7 == 2:  # noqa: PLR2004 - Protocol Buffers: a length and so many bytes
                at += value
            elif key >> 3 == 3:  # noqa: PLR2004 - the field's number
                found = value
    except IndexError:
        return None
    return found if at == len(header) else None


def _varint(blob: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = blob[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004 - Protocol Buffers: the last byte of a number
            return value, at


def _names(path: Path) -> str:
    return "、".join(str(name) for name, _ in pyogrio.list_layers(path)) or "—"


def _layers(path: Path, taken: Taken) -> list[tuple[str, str | None]]:
    """Return the map layers to read, each with the key its classes are values of."""
    names = [str(name) for name, _ in pyogrio.list_layers(path)]
    if taken.whole in names:
        return [(taken.whole, None)]
    return [
        (name, key)
        for begin, key in taken.parts.items()
        for name in names
        if name.startswith(begin)
    ]


def _taken(
    path: Path, name: str, key: str | None, taken: Taken, within: Bounds
) -> tuple[Features, list[Row]]:
    features = read_features(path, name, bbox=tuple(within))
    if features.crs not in DEGREES:
        raise refusal("extract_crs", name=path.name, crs=features.crs or "—")
    cells = zip(*features.columns, strict=True)
    rows = [taken.row(_tags(features.names, row, key)) for row in cells]
    kept = [n for n, row in enumerate(rows) if row is not None]
    shapes = [features.shapes[n] for n in kept]
    return Features(taken.kind, features.crs, [], [], shapes), [row for row in rows if row]


def _tags(names: list[str], row: tuple[Cell, ...], key: str | None) -> dict[str, str]:
    told = {name: cell for name, cell in zip(names, row, strict=True) if cell}
    if key is not None:
        value = told.pop("fclass", "")
        told["bridge"] = "yes" if told.get("bridge") == "T" else "no"
        return told | {key: value}
    return told | parse_tags(told.pop("other_tags", None))
