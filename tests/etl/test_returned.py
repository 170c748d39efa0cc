"""Rows an import gave back come as a workbook; mended there, they come in."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from etl.datum.said import crs_said
from etl.order import Order
from etl.preview import preview_ledger
from etl.reasons import told
from etl.template.returned import Returned, ReturnedRow, returned_name, write_returned
from etl.words import read_words
from geodata.storage.ledgers import each_noted_row, read_batch
from geodata.storage.store import Storage
from tests.etl.conftest import CATALOGUE, NOW, Import
from tests.etl.making import write_csv, write_xlsx

HEADINGS = ["序号", "房屋编码", "房屋地址", "套数", "经度", "纬度"]
ROWS = [
    [1, "YH-1", "新庄西街1号", 3, 113.575, 23.198],
    [2, "YH-2", "=cmd|' /C calc'!A0", "很多", 113.576, 23.199],
    [3, "YH-3", None, 4, 113.577, 23.197],
]


def gave_back(storage: Storage, batch: int) -> Returned:
    with storage.reading() as connection:
        found = read_batch(connection, batch)
        noted = list(each_noted_row(connection, batch, "rejected"))
    assert found is not None
    rows = [
        ReturnedRow(row.sheet, row.row, row.cells, [(p.column, told(p)) for p in row.problems])
        for row in noted
    ]
    assert len(rows) == found.counts.rejected
    said = found.said_columns or {}
    return Returned(batch, found.file_name, lambda: rows, found.crs, found.source, said)


def test_what_is_mended_in_the_workbook_comes_in_where_it_was_meant_to_stand(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    path = write_xlsx(tmp_path / "台账.xlsx", [HEADINGS, *ROWS])
    first = bring_in(path, "rental", crs="gcj02")
    assert (first.counts.new, first.counts.rejected, first.batch) == (1, 2, 1)
    mended = tmp_path / "退回.xlsx"
    mended.write_bytes(write_returned(gave_back(storage, 1), CATALOGUE.by_layer["rental"]))
    book = openpyxl.load_workbook(mended)
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert heads[:2] == [read_words().marks["reason"], read_words().marks["place"]]
    assert "经度（GCJ-02）" in heads
    units, address = heads.index("套数"), heads.index("房屋地址")
    assert sheet[2][units].fill.fgColor.rgb != sheet[2][address].fill.fgColor.rgb
    assert "不是数字" in str(sheet[2][units].comment)
    assert "必填" in str(sheet[3][address].comment)
    assert sheet[3][1].value == "台账 第 4 行"
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}  # no formula
    assert sheet[2][address].value == "=cmd|' /C calc'!A0"
    sheet[2][units].value = 5
    sheet[2][address].value = "新庄西街2号"
    sheet[3][address].value = "新庄西街3号"
    book.save(mended)
    again = bring_in(mended, "rental")
    assert (again.counts.new, again.counts.rejected, again.unknown) == (2, 0, ())
    assert again.crs == "GCJ-02"
    with storage.reading() as connection:
        assert not list(each_noted_row(connection, 2, "rejected"))


def test_what_is_not_mended_is_given_back_again(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    bring_in(write_xlsx(tmp_path / "台账.xlsx", [HEADINGS, *ROWS]), "rental", crs="gcj02")
    path = tmp_path / "退回.xlsx"
    path.write_bytes(write_returned(gave_back(storage, 1), CATALOGUE.by_layer["rental"]))
    again = bring_in(path, "rental")
    assert (again.counts.new, again.counts.rejected) == (0, 2)
    assert [p.rule for row in again.rejected for p in row.problems] == ["not_a_number", "required"]


def test_every_column_of_a_csv_comes_back_as_it_was_headed(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    headings = ["房屋编码", "网格员", "备注", "房屋地址", "备注", "租金", "套数", "二房东"]
    rows: list[list[object]] = [
        ["YH-1", "甲", "好", "新庄西街1号", "", 900, 3, ""],
        ["YH-2", "乙", "缺", "新庄西街2号", "再看", None, "很多", ""],
    ]
    path = write_csv(tmp_path / "出租屋台账.csv", [[*headings], *rows])
    assert bring_in(path, "rental").counts.rejected == 1
    layer = CATALOGUE.by_layer["rental"]
    mended = tmp_path / returned_name(1, layer)
    mended.write_bytes(write_returned(gave_back(storage, 1), layer))
    book = openpyxl.load_workbook(mended)
    (heads, row) = ([cell.value for cell in line] for line in book.worksheets[0].iter_rows())
    assert heads[2:] == [*headings[:4], "备注 (2)", *headings[5:]]
    assert row[1:] == ["第 3 行", "YH-2", "乙", "缺", "新庄西街2号", "再看", "", "很多", ""]
    book.worksheets[0]["I2"].value = 5
    book.save(mended)
    found = preview_ledger(storage, CATALOGUE, Order(mended, ""), today=NOW.date())
    assert found.layer == "rental"
    assert bring_in(mended, "rental").counts.new == 1


def test_what_was_said_of_a_heading_is_not_asked_again(
    tmp_path: Path, storage: Storage, bring_in: Import
) -> None:
    rows = [["房屋编码", "房屋地址", "甲"], ["YH-1", "新庄西街1号", "很多"]]
    path = write_csv(tmp_path / "台账.csv", rows)
    assert bring_in(path, "rental", columns={"甲": "units"}).counts.rejected == 1
    mended = tmp_path / "退回.xlsx"
    mended.write_bytes(write_returned(gave_back(storage, 1), CATALOGUE.by_layer["rental"]))
    again = bring_in(mended, "rental")
    assert (again.unknown, again.counts.rejected) == ((), 1)


def test_a_name_that_another_column_has_is_not_given_to_one() -> None:
    cells = {"房屋编码": "A", "套数": "3", "甲": "4"}
    rows = [ReturnedRow("", 2, cells, [("甲", "不是数字")])]
    returned = Returned(1, "a.csv", lambda: rows, columns={"甲": "units"})
    made = write_returned(returned, CATALOGUE.by_layer["rental"])
    sheet = openpyxl.load_workbook(BytesIO(made)).worksheets[0]
    assert [cell.value for cell in sheet[1]][2:] == [*cells]


def test_the_source_of_the_whole_file_comes_along() -> None:
    rows = [ReturnedRow("", 2, {"案件编号": "A-1"}, [("发生时间", "必填，但为空")])]
    returned = Returned(3, "警情.csv", lambda: rows, source="派出所")
    path = write_returned(returned, CATALOGUE.by_layer["incident"])
    sheet = openpyxl.load_workbook(BytesIO(path)).worksheets[0]
    cells = dict(zip((c.value for c in sheet[1]), (c.value for c in sheet[2]), strict=True))
    assert (cells["数据来源"], cells["案件编号"], cells["发生时间"]) == ("派出所", "A-1", "")


def test_sheets_of_one_name_once_cleaned_both_stand() -> None:
    rows = [ReturnedRow(name, 2, {"房屋编码": "1"}, []) for name in ("甲/乙", "甲:乙", "退回说明")]
    made = write_returned(Returned(1, "a.xlsx", lambda: rows), CATALOGUE.by_layer["rental"])
    names = openpyxl.load_workbook(BytesIO(made)).sheetnames
    assert names == ["甲乙", "甲乙 2", "退回说明 2", "退回说明"]


def test_every_row_comes_back_on_as_many_sheets_as_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("etl.template.returned.MOST_ROWS", 3)
    monkeypatch.setattr("etl.template.returned.MOST_COMMENTS", 4)
    rows = [ReturnedRow("", n, {"房屋编码": f"A{n}"}, [("套数", "不是数字")]) for n in range(2, 9)]
    made = write_returned(Returned(1, "a.csv", lambda: rows), CATALOGUE.by_layer["rental"])
    book = openpyxl.load_workbook(BytesIO(made))
    assert book.sheetnames == ["出租屋", "出租屋 2", "出租屋 3", "退回说明"]
    sheets = [[*sheet.iter_rows(min_row=2)] for sheet in book.worksheets[:3]]
    assert [[row[2].value for row in sheet] for sheet in sheets] == [
        ["A2", "A3", "A4"],
        ["A5", "A6", "A7"],
        ["A8"],
    ]
    cells = [row[3] for sheet in sheets for row in sheet]
    assert {cell.fill.fgColor.rgb for cell in cells} == {"FFFFE9A8"}
    assert [cell.comment is not None for cell in cells] == [True] * 4 + [False] * 3
    assert "退回 7 行，全部" in str(book["退回说明"]["A1"].value)


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        (["经度（WGS84 EPSG:4326）", "纬度（epsg:4326）"], "EPSG:4326"),
        (["X坐标（EPSG:4547）"], "EPSG:4547"),
        (["经度（WGS84-DMS）"], "WGS84-DMS"),
        (["经度（EPSG:4326）", "纬度（EPSG:4490）"], None),
        (["经度（WGS84）"], None),
    ],
)
def test_headings_may_give_the_code_of_their_crs(headings: list[str], code: str | None) -> None:
    assert crs_said(headings) == code
