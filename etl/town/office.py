"""Writing ledgers the way offices keep them: titles, merged headings, totals, old encodings.

The same cells give the same bytes: workbooks carry a given date, archives none.
"""

import csv
import gzip
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely
import xlsxwriter
from shapely.geometry.base import BaseGeometry
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | bool | date | None
DEGREE_DIGITS = 7
"""About a centimetre."""


class Column(NamedTuple):
    """A column of a table; `over` is the merged heading it stands under."""

    heading: str
    cells: Sequence[Cell]
    over: str = ""


Broken = tuple[int, Mapping[str, Cell]]
"""A row no import can take, and the number of the row it follows."""


class Table(NamedTuple):
    """A ledger: columns of equal length, a title above and sums below them.

    Cells of `total` and `broken` go by heading.
    """

    columns: Sequence[Column]
    title: str = ""
    total: Mapping[str, Cell] | None = None
    broken: Sequence[Broken] = ()
    numbered: bool = True

    def rows(self) -> list[list[Cell]]:
        """Lay out the rows below the headings, with 序号 first where the table is numbered."""
        rows: list[list[Cell]] = [
            list(cells) for cells in zip(*(c.cells for c in self.columns), strict=True)
        ]
        for after, cells in self.broken[::-1]:
            rows.insert(after, [cells.get(column.heading) for column in self.columns])
        if self.numbered:
            rows = [[number, *row] for number, row in enumerate(rows, start=1)]
        if self.total is not None:
            sums = [self.total.get(column.heading) for column in self.columns]
            rows.append(["合计", *sums] if self.numbered else ["合计", *sums[1:]])
        return rows

    def headings(self) -> list[tuple[str, str]]:
        """Heading and merged heading of every column written."""
        first = [("序号", "")] if self.numbered else []
        return first + [(column.heading, column.over) for column in self.columns]


def write_workbook(table: Table, path: Path, dated: date) -> None:
    """Write a workbook with one sheet; two heading rows where a column stands under another."""
    book = xlsxwriter.Workbook(path, {"default_date_format": "yyyy/m/d"})
    book.set_properties({"created": datetime(dated.year, dated.month, dated.day)})  # noqa: DTZ001
    sheet = book.add_worksheet("Sheet1")
    bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1})
    headings = table.headings()
    top = 0
    if table.title:
        sheet.merge_range(0, 0, 0, len(headings) - 1, table.title, bold)
        top = 1
    depth = 2 if any(over for _, over in headings) else 1
    _write_headings(sheet, headings, top, depth, bold)
    sheet.set_column(1, len(headings), 13)
    for number, row in enumerate(table.rows(), start=top + depth):
        for place, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell)
            elif isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif cell is not None:
                sheet.write_number(number, place, cell)
    book.close()


def _write_headings(
    sheet: Worksheet, headings: Sequence[tuple[str, str]], top: int, depth: int, bold: Format
) -> None:
    """Write headings, merged downwards where alone and sideways where they share one above."""
    place = 0
    for over, members in groupby(headings, key=lambda heading: heading[1]):
        names = [name for name, _ in members]
        last = place + len(names) - 1
        if over and len(names) > 1:
            sheet.merge_range(top, place, top, last, over, bold)
        elif over:
            sheet.write_string(top, place, over, bold)
        for column, name in enumerate(names, start=place):
            if depth == 1 or over:
                sheet.write_string(top + depth - 1, column, name, bold)
            else:
                sheet.merge_range(top, column, top + 1, column, name, bold)
        place = last + 1


def write_csv(table: Table, path: Path, *, encoding: str = "utf-8-sig") -> None:
    """Write comma-separated values with CRLF, gzipped where the name ends in .gz."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    if table.title:
        writer.writerow([table.title])
    writer.writerow([heading for heading, _ in table.headings()])
    writer.writerows(table.rows())
    written = text.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(written, 4, mtime=0) if path.suffix == ".gz" else written)


def write_geojson(
    shapes: Sequence[BaseGeometry], properties: Sequence[Mapping[str, Any]], path: Path
) -> None:
    """Write a FeatureCollection.

    Parameters
    ----------
    shapes
        Geometries in WGS84 degrees, lng before lat; written to `DEGREE_DIGITS` digits.
    properties
        One mapping a shape.
    path
        Where to.
    """
    rounded = shapely.transform(np.array(shapes), lambda c: np.round(c, DEGREE_DIGITS))
    features = [
        f'{{"type":"Feature","properties":{json.dumps(dict(named), ensure_ascii=False)},'
        f'"geometry":{shape}}}'
        for named, shape in zip(properties, shapely.to_geojson(rounded), strict=True)
    ]
    body = ",\n".join(features)
    path.write_text(f'{{"type":"FeatureCollection","features":[\n{body}\n]}}\n', "utf-8")
