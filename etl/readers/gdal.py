"""What GDAL reads of one map layer, as text cells; only with the drivers we allow."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray

from etl.drivers import ALLOWED
from etl.reasons import refusal
from etl.sheets import BAD_SHAPE, Block, Cell, Sheet, in_blocks, to_text

KINDS = {"Point": "point", "LineString": "line", "Polygon": "polygon"}


@dataclass(frozen=True, slots=True)
class Features:
    """One layer of a map file.

    Parameters
    ----------
    kind, crs
        As in `Sheet`.
    names, columns
        Field names and their cells.
    shapes
        One a feature, as in `Block`.
    """

    kind: str
    crs: str | None
    names: list[str]
    columns: list[list[Cell]]
    shapes: list[Cell]


def require_only_allowed_drivers(allowed: Collection[str] = ALLOWED) -> None:
    """Stop if GDAL could open more than we allow: then the environment was not set in time."""
    beyond = set(pyogrio.list_drivers()) - set(allowed)
    if beyond:
        raise refusal("drivers", drivers=" ".join(sorted(beyond)))


def read_features(
    source: Path | bytes,
    layer: str | None = None,
    *,
    bbox: tuple[float, ...] | None = None,
    **options: str,
) -> Features:
    """Read one layer of a file, or of one that is in memory, in two dimensions.

    Parameters
    ----------
    bbox
        West, south, east, north, in the CRS of the layer: only features whose box meets it.
    options
        Open options of the format's driver, by their names in capitals.
    """
    facts, _, geometries, columns = pyogrio.raw.read(
        source, layer=layer, force_2d=True, bbox=bbox, **options
    )
    kind = str(facts["geometry_type"] or "").removeprefix("Multi")
    texts = [_texts(column) for column in columns]
    if geometries is None:  # a table that was asked for
        geometries = np.full(len(texts[0]) if texts else 0, None)
    names = [str(field) for field in facts["fields"]]
    return Features(KINDS.get(kind, "mixed"), facts["crs"], names, texts, _shapes(geometries))


def in_features(name: str, features: Features) -> Iterator[Sheet | Block]:
    """Give a layer as a sheet: a heading row 0 of field names, then a row a feature."""
    yield Sheet(name, features.kind, features.crs)
    yield Block(0, [list(features.names)], [None])
    columns, shapes = features.columns, features.shapes
    rows = zip(*columns, strict=True) if columns else ([] for _ in shapes)
    for block in in_blocks(map(list, rows), 1):
        within = slice(block.first - 1, block.first - 1 + len(block.rows))
        yield Block(block.first, block.rows, shapes[within])


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
