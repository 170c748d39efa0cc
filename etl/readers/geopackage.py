"""GeoPackage (OGC 12-128), through GDAL with only the drivers we allow."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataSourceError

from etl.drivers import ALLOWED
from etl.readers.spreadsheet import require_sheet
from etl.reasons import refusal
from etl.sheets import BAD_SHAPE, NO_SHAPES, Block, Cell, Sheet, in_blocks, to_text

KINDS = {"Point": "point", "LineString": "line", "Polygon": "polygon"}


def read_geopackage(path: Path, wanted: str | None) -> Iterator[Sheet | Block]:
    """Read each layer, or the one asked for: a heading row 0 of field names, then the features."""
    require_only_allowed_drivers()
    try:
        layers = {str(name): kind for name, kind in pyogrio.list_layers(path)}
        if wanted is not None:
            require_sheet(path, wanted, layers)
        for name in [wanted] if wanted is not None else layers:
            if wanted is None and layers[name] is None:
                yield Sheet(name, NO_SHAPES)
            else:
                yield from _layer(path, name)
    except DataSourceError as error:
        raise refusal("broken_file", name=path.name, why=error) from error


def require_only_allowed_drivers() -> None:
    """Stop if GDAL could open more than we allow: then the environment was not set in time."""
    beyond = set(pyogrio.list_drivers()) - ALLOWED
    if beyond:
        raise refusal("drivers", drivers=" ".join(sorted(beyond)))


def _layer(path: Path, name: str) -> Iterator[Sheet | Block]:
    facts, _, geometries, columns = pyogrio.raw.read(path, layer=name, force_2d=True)
    kind = str(facts["geometry_type"] or "").removeprefix("Multi")
    yield Sheet(name, KINDS.get(kind, "mixed"), facts["crs"])
    yield Block(0, [[str(field) for field in facts["fields"]]], [None])
    texts = [_texts(column) for column in columns]
    if geometries is None:  # a table that was asked for
        geometries = np.full(len(texts[0]) if texts else 0, None)
    rows = zip(*texts, strict=True) if texts else ([] for _ in geometries)
    for block in in_blocks(map(list, rows), 1):
        within = slice(block.first - 1, block.first - 1 + len(block.rows))
        yield Block(block.first, block.rows, _shapes(geometries[within]))


def _texts(column: NDArray[Any]) -> list[Cell]:
    if np.issubdtype(column.dtype, np.datetime64):
        return [None if np.isnat(value) else to_text(value.item()) for value in column]
    return [to_text(value) for value in column.tolist()]


def _shapes(geometries: NDArray[np.object_]) -> list[Cell]:
    """Write WKB as hex; what GEOS cannot read back (an open ring) is marked bad."""
    with np.errstate(invalid="ignore"):
        shapes = shapely.from_wkb(geometries, on_invalid="ignore")
    return [
        None if raw is None else BAD_SHAPE if shape is None else bytes(raw).hex()
        for raw, shape in zip(geometries, shapes, strict=True)
    ]
