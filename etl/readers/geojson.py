"""GeoJSON (RFC 7946, and the older form that names a CRS), without GDAL.

GDAL closes open rings silently and opens other formats that pose as GeoJSON; the standard
library's parser does neither.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shapely

from etl.encodings import encoding_of
from etl.limits import MOST_COLUMNS
from etl.reasons import refusal
from etl.sheets import BAD_SHAPE, Block, Cell, Sheet, in_blocks, to_text

KINDS = {"Point": "point", "LineString": "line", "Polygon": "polygon"}


def read_geojson(path: Path, _wanted: str | None) -> Iterator[Sheet | Block]:
    """Read features, or one: a heading row 0 of property names, then a row a feature."""
    document = _parsed(path)
    features = document.get("features")
    if document.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise refusal("no_features", name=path.name)
    properties = [_properties(feature) for feature in features]
    geometries = [f.get("geometry") if isinstance(f, dict) else None for f in features]
    yield from rows_of_features(path, properties, geometries, _crs(document))


def rows_of_features(
    path: Path, properties: list[dict[str, Any]], geometries: list[Any], crs: str | None
) -> Iterator[Sheet | Block]:
    """Give features as one sheet.

    Parameters
    ----------
    properties, geometries
        One a feature; the geometry as GeoJSON has it, None for none.
    crs
        As the file names it.
    """
    names = list(dict.fromkeys(name for mapping in properties for name in mapping))
    if len(names) > MOST_COLUMNS:
        raise refusal("too_wide", name=path.name, count=len(names), most=MOST_COLUMNS)
    yield Sheet("", _kind(geometries), crs)
    yield Block(0, [list(names)], [None])
    for block in in_blocks(([to_text(mapping.get(n)) for n in names] for mapping in properties), 1):
        within = slice(block.first - 1, block.first - 1 + len(block.rows))
        yield Block(block.first, block.rows, [_shape(g) for g in geometries[within]])


def _parsed(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        encoding = encoding_of(file)
    if encoding is None:
        raise refusal("unknown_encoding", name=path.name)
    try:
        document = json.loads(path.read_text(encoding))
    except (ValueError, RecursionError) as error:
        raise refusal("broken_file", name=path.name, why=error) from error
    if not isinstance(document, dict):
        raise refusal("no_features", name=path.name)
    if document.get("type") == "Feature" and document.get("geometry"):
        return {"type": "FeatureCollection", "features": [document], "crs": document.get("crs")}
    return document


def _properties(feature: object) -> dict[str, Any]:
    found = feature.get("properties") if isinstance(feature, dict) else None
    return found if isinstance(found, dict) else {}


def _kind(geometries: list[Any]) -> str:
    types = {str(g.get("type")).removeprefix("Multi") for g in geometries if isinstance(g, dict)}
    return KINDS.get(types.pop(), "mixed") if len(types) == 1 else "mixed"


def _crs(document: dict[str, Any]) -> str | None:
    declared = document.get("crs")
    named = declared.get("properties") if isinstance(declared, dict) else None
    name = named.get("name") if isinstance(named, dict) else None
    return str(name) if name else "EPSG:4326"


def _shape(geometry: object) -> Cell:
    if geometry is None:
        return None
    try:
        shape = shapely.from_geojson(json.dumps(geometry))
        return str(shapely.to_wkb(shape, hex=True, output_dimension=2))
    except (shapely.errors.GEOSException, ValueError, TypeError, RecursionError):
        return BAD_SHAPE
