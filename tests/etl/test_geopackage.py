"""GeoPackages as the child reads them."""

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

from etl.child import read_sheets
from etl.limits import UPLOAD
from etl.sheets import NO_SHAPES, Block, Sheet
from tests.etl.making import (
    RENTAL_HEADINGS,
    RENTAL_ROWS,
)

MIDNIGHT = datetime(2024, 3, 5)  # noqa: DTZ001 - as spreadsheets have it
TABLE: list[list[Any]] = [RENTAL_HEADINGS, *RENTAL_ROWS]


def write_geopackage_with_styles(path: Path) -> Path:
    names = {"fields": np.array(["房屋编码"], object), "driver": "GPKG"}
    points = shapely.to_wkb(np.array([shapely.Point(113.57, 23.2)]))
    codes = [np.array(["A1"], object)]
    kind = {"geometry_type": "Point", "crs": "EPSG:4326"}
    pyogrio.raw.write(path, points, codes, layer="rent", **kind, **names)
    pyogrio.raw.write(path, None, codes, layer="layer_styles", geometry_type=None, **names)
    return path


def test_a_table_beside_the_maps_of_a_geopackage_is_read_only_when_asked_for(
    tmp_path: Path,
) -> None:
    path = write_geopackage_with_styles(tmp_path / "a.gpkg")
    parts = list(read_sheets(path, UPLOAD))
    kinds = [(part.name, part.geometry) for part in parts if isinstance(part, Sheet)]
    assert kinds == [("rent", "point"), ("layer_styles", NO_SHAPES)]
    assert len([part for part in parts if isinstance(part, Block)]) == 2
    assert list(read_sheets(path, UPLOAD, "layer_styles"))[2] == Block(1, [["A1"]], [None])


def test_a_geopackage_may_be_called_anything(tmp_path: Path) -> None:
    path = write_geopackage_with_styles(tmp_path / "a.gpkg").rename(tmp_path / "台账.csv")
    parts = list(read_sheets(path, UPLOAD, "rent"))
    assert [part.rows for part in parts if isinstance(part, Block)] == [[["房屋编码"]], [["A1"]]]
