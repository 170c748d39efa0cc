import csv
import json
from datetime import date
from pathlib import Path

import openpyxl
import shapely

from etl.town.office import Column, Table, write_csv, write_geojson, write_workbook

TABLE = Table(
    [Column("编号", ["a", "b"]), Column("层数", [3, 5], "房屋"), Column("套数", [9, None], "房屋")],
    title="台账",
    total={"套数": 9},
    broken=[(1, {"编号": "x", "套数": -1})],
)


def test_a_workbook_has_title_merged_headings_serials_and_total(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    write_workbook(TABLE, path, date(2026, 1, 2))
    book = openpyxl.load_workbook(path)
    rows = [list(row) for row in book["Sheet1"].iter_rows(values_only=True)]
    book.close()
    assert rows == [
        ["台账", None, None, None],
        ["序号", "编号", "房屋", None],
        [None, None, "层数", "套数"],
        [1, "a", 3, 9],
        [2, "x", None, -1],
        [3, "b", 5, None],
        ["合计", None, None, 9],
    ]


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "f.xlsx"
    write_workbook(Table([Column("名称", ["=1+1"])]), path, date(2026, 1, 2))
    book = openpyxl.load_workbook(path)
    cell = book["Sheet1"]["B2"]
    book.close()
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_an_old_csv_is_gb18030_with_crlf(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_csv(TABLE._replace(title="", numbered=False), path, encoding="gb18030")
    written = path.read_bytes()
    assert b"\r\n" in written
    assert next(csv.reader(written.decode("gb18030").splitlines())) == ["编号", "层数", "套数"]


def test_geojson_rounds_to_centimetres(tmp_path: Path) -> None:
    path = tmp_path / "t.geojson"
    write_geojson([shapely.Point(113.123456789, 23.1)], [{"名称": "甲"}], path)
    feature = json.loads(path.read_text("utf-8"))["features"][0]
    assert feature["geometry"]["coordinates"] == [113.1234568, 23.1]
    assert feature["properties"] == {"名称": "甲"}
