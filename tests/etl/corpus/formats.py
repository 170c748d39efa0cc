"""One table into each format a ledger may come in."""

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
import xlsxwriter

from tests.etl.corpus.ods import write_ods
from tests.etl.corpus.table import Formula, Merged, Sheets
from tests.etl.corpus.xls import write_xls
from tests.etl.corpus.xlsb import write_xlsb
from tests.etl.map_making import kml, placemark, point, write_kmz, write_shapefile, zip_folder

Write = Callable[..., Path]
Rows = Sequence[Sequence[Any]]

LNG, LAT, LABEL = "经度", "纬度", "名称"


def write_book(
    path: Path,
    sheets: Sheets,
    merged: Merged = (),
    hidden: str = "",
    *,
    from_1904: bool = False,
) -> Path:
    """Write an xlsx; merged ranges are of the first sheet, and one sheet may be hidden."""
    workbook = xlsxwriter.Workbook(
        path,
        {
            "strings_to_formulas": False,
            "default_date_format": "yyyy-mm-dd",
            "date_1904": from_1904,
        },
    )
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = workbook.add_worksheet(name)
        if name == hidden:
            sheet.hide()
        for cells in () if number else merged:
            sheet.merge_range(cells, "")
        for down, row in enumerate(rows):
            for right, cell in enumerate(row):
                if isinstance(cell, Formula):
                    sheet.write_formula(down, right, "=1/0", None, cell.value)
                elif cell is not None:
                    sheet.write(down, right, cell)
    workbook.close()
    return path


def write_text(
    path: Path, sheets: Sheets, *, encoding: str, delimiter: str = ",", packed: bool = False
) -> Path:
    """Write the first sheet as delimited text."""
    text = io.StringIO(newline="")
    rows = next(iter(sheets.values()))
    csv.writer(text, delimiter=delimiter).writerows([map(_spelled, row) for row in rows])
    content = text.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(content, mtime=0) if packed else content)
    return path


def _spelled(cell: Any) -> str:
    if isinstance(cell, Formula):
        return cell.value
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _parted(sheets: Sheets) -> tuple[list[str], list[list[str]], list[tuple[Any, Any]]]:
    """Take the coordinates out of the first sheet: names, rows of text, and lng, lat of each."""
    names, *rows = next(iter(sheets.values()))
    at = [names.index(LNG), names.index(LAT)]
    kept = [i for i in range(len(names)) if i not in at]
    texts = [[_spelled(row[i]) for i in kept] for row in rows]
    return [names[i] for i in kept], texts, [(row[at[0]], row[at[1]]) for row in rows]


def write_geojson(path: Path, sheets: Sheets) -> Path:
    """Write points with properties, as GeoJSON."""
    names, rows, points = _parted(sheets)
    features = [
        {
            "type": "Feature",
            "properties": dict(zip(names, row, strict=True)),
            "geometry": {"type": "Point", "coordinates": at},
        }
        for row, at in zip(rows, points, strict=True)
    ]
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return path


def write_geopackage(path: Path, sheets: Sheets) -> Path:
    """Write points with text fields, as a GeoPackage."""
    names, rows, points = _parted(sheets)
    made = path.with_suffix(".gpkg")
    pyogrio.raw.write(
        made,
        shapely.to_wkb(shapely.points(points)),
        [np.array(column, object) for column in zip(*rows, strict=True)],
        names,
        layer="台账",
        geometry_type="Point",
        crs="EPSG:4326",
        driver="GPKG",
    )
    return made.rename(path)


def write_shapes(path: Path, sheets: Sheets, **how: Any) -> Path:
    """Write a zipped Shapefile of points."""
    names, rows, points = _parted(sheets)
    folder = path.with_name("shapes")
    write_shapefile(folder, [names, *rows], list(shapely.points(points)), **how)
    return zip_folder(folder, path)


def spell_kml(sheets: Sheets) -> str:
    """Spell placemarks; what is called 名称 is their label."""
    names, rows, points = _parted(sheets)
    marks = []
    for row, at in zip(rows, points, strict=True):
        data = dict(zip(names, row, strict=True))
        marks.append(placemark(point(*at), data.pop(LABEL, ""), **data))
    return kml(*marks)


def write_kml(path: Path, sheets: Sheets) -> Path:
    """Write points as KML."""
    path.write_text(spell_kml(sheets), "utf-8")
    return path


BOOKS: dict[str, Write] = {
    "xlsx": write_book,
    "xls": write_xls,
    "xlsb": write_xlsb,
    "ods": write_ods,
}
TEXTS: dict[str, Write] = {
    "csv, UTF-8": partial(write_text, encoding="utf-8"),
    "csv, UTF-8 with mark": partial(write_text, encoding="utf-8-sig"),
    "csv, GB18030": partial(write_text, encoding="gb18030"),
    "csv, UTF-16": partial(write_text, encoding="utf-16"),
    "txt with tabs": partial(write_text, encoding="gb18030", delimiter="\t"),
    "csv.gz": partial(write_text, encoding="utf-8", packed=True),
}
MAPS: dict[str, Write] = {
    "GeoJSON": write_geojson,
    "GeoPackage": write_geopackage,
    "Shapefile": write_shapes,
    "Shapefile, bare": partial(write_shapes, without=(".cpg", ".prj", ".shx")),
    "Shapefile, UTF-8": partial(write_shapes, encoding="utf-8"),
    "KML": write_kml,
    "KMZ": lambda path, sheets: write_kmz(path, spell_kml(sheets)),
}
WRITERS = BOOKS | TEXTS | MAPS
SUFFIXES = {
    **{name: f".{name}" for name in BOOKS},
    **dict.fromkeys(TEXTS, ".csv"),
    "txt with tabs": ".txt",
    "csv.gz": ".csv.gz",
    "GeoJSON": ".geojson",
    "GeoPackage": ".gpkg",
    "KML": ".kml",
    "KMZ": ".kmz",
    **{name: ".zip" for name in MAPS if name.startswith("Shape")},
}
"""Of files that do not lie."""
