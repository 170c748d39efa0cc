"""Any table at all: no row is lost and nothing is raised but a refusal."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.ledger import read_ledger
from etl.reading import Manner, Reading
from etl.reasons import told
from etl.sheets import Block, Row, Sheet
from geodata.catalogue import read_catalogue
from geodata.coordinates.bounds import Bounds
from geodata.errors import LedgerError

CATALOGUE = read_catalogue()
TODAY = date(2026, 11, 21)
TOWN = Bounds(113.5, 23.1, 113.6, 23.3)

ODD = [
    "0",
    "-1",
    "合计",
    "小计：3",
    "113.57",
    "23.2",
    "113.57,23.2",
    "455980",
    "35㎡",
    "３层",
    "2024.3.5",
    "2024年13月5日",
    "8:30",
    "45356",
    "1e400",
    "1E+17",
    "红",
    "无",
    "—",
    "是",
    "A{{7*7}}B",
    "{#1栋",
    "{0}",
    "{found}",
    "%s",
    "a|b",
    "nan",
    "inf",
    "-inf",
    "99999999999999999999",
    "-9e18",
]
ODD += ["注：", "一、", "示例", "同上", "\u200b"]
ODD += ["", " ", "\x00", "\ud800", "\n"]
CELLS = st.one_of(st.none(), st.sampled_from(ODD), st.text(max_size=8))


def read(rows: list[Row], layer: str, crs: str | None = "wgs84") -> Reading:
    parts: list[Sheet | Block] = [Sheet("表"), Block(1, rows)]
    declared = CATALOGUE.by_layer[layer]
    manner = Manner(crs=crs)
    return read_ledger(parts, "a.csv", declared, CATALOGUE, manner, today=TODAY, bounds=TOWN)


def headed(layer: str) -> Row:
    return [field.name.zh for field in CATALOGUE.by_layer[layer].fields]


@settings(max_examples=150)
@given(st.sampled_from(list(CATALOGUE.by_layer)), st.data())
def test_every_row_is_a_record_or_accounted_for(layer: str, data: st.DataObject) -> None:
    heading = headed(layer)
    row = st.lists(CELLS, max_size=len(heading) + 2)
    rows = data.draw(st.lists(row, max_size=6))
    reading = read([heading, *rows], layer)
    dropped = reading.headings + reading.blank + reading.totals
    assert reading.rows_read == len(rows) + 1
    assert dropped + len(reading.records) + len(reading.rejected) == reading.rows_read
    assert len({record.key for record in reading.records}) == len(reading.records)


@settings(max_examples=100)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=6))
def test_a_table_of_anything_is_read_or_refused(rows: list[Row]) -> None:
    with suppress(LedgerError):
        assert read(rows, "rental", crs=None).rows_read == len(rows)


def test_rows_keep_the_numbers_the_clerk_sees() -> None:
    rows: list[Row] = [
        ["台账"],
        [],
        ["房屋编码", "房屋地址", "套数"],
        ["A", "1号", "1"],
        [],
        ["B", "2号", "x"],
    ]
    reading = read(rows, "rental")
    assert [record.row for record in reading.records] == [4]
    assert [(row.row, row.sheet) for row in reading.rejected] == [(6, "表")]
    assert (reading.headings, reading.blank) == (3, 1)


def test_the_template_text_in_a_cell_is_not_filled_in() -> None:
    reading = read([["房屋编码", "房屋地址", "套数"], ["A", "1号", "{expected}"]], "rental")
    assert told(reading.rejected[0].problems[0]) == "“{expected}”不是数字"


def test_sheets_without_known_headings_are_left_out_and_noted() -> None:
    declared = CATALOGUE.by_layer["rental"]
    parts: list[Sheet | Block] = [
        Sheet("说明"),
        Block(1, [["本表由各社区填报"]]),
        Sheet("一月"),
        Block(1, [["房屋编码", "房屋地址", "套数"], ["A", "1号", "1"]]),
    ]
    reading = read_ledger(parts, "a.xlsx", declared, CATALOGUE, Manner(), today=TODAY)
    assert len(reading.records) == 1
    assert reading.rows_read == 2
    assert any("说明" in note.text() for note in reading.notes)


def test_a_row_without_a_position_is_refused_where_one_is_required() -> None:
    rows: list[Row] = [
        ["学校代码", "校门名称", "经度", "纬度"],
        ["S1", "东门", "113.57", "23.2"],
        ["S1", "西门", None, None],
        ["S1", "南门", "0", "0"],
        ["S1", "北门", "113.57", None],
    ]
    reading = read(rows, "school_gate")
    assert [record.name for record in reading.records] == ["东门"]
    rules = [[problem.rule for problem in row.problems] for row in reading.rejected]
    assert rules == [
        ["required"],
        ["position_required", "zero_coordinates"],
        ["position_required", "half_coordinates"],
    ]


def test_a_map_feature_without_geometry_is_refused_where_a_position_is_required() -> None:
    parts: list[Sheet | Block] = [
        Sheet("", "point"),
        Block(0, [["学校代码", "校门名称"]], [None]),
        Block(1, [["S1", "东门"]], [None]),
    ]
    declared = CATALOGUE.by_layer["school_gate"]
    reading = read_ledger(parts, "a.geojson", declared, CATALOGUE, Manner(), today=TODAY)
    assert [row.problems[0].rule for row in reading.rejected] == ["required"]


def test_a_key_in_the_same_row_of_two_sheets_refuses_the_second_by_name() -> None:
    rows: list[Row] = [["房屋编码", "房屋地址", "套数"], ["A", "1号", "1"]]
    parts: list[Sheet | Block] = [Sheet("一月"), Block(1, rows), Sheet("二月"), Block(1, rows)]
    declared = CATALOGUE.by_layer["rental"]
    reading = read_ledger(parts, "a.xlsx", declared, CATALOGUE, Manner(), today=TODAY)
    assert len(reading.records) == 1
    assert [told(row.problems[0]) for row in reading.rejected] == [
        "编号“A”与工作表“一月”第 2 行重复"
    ]


def keys_of(manner: Manner, headings: Row, *rows: Row) -> list[str]:
    parts: list[Sheet | Block] = [Sheet(""), Block(1, [headings, *rows])]
    declared = CATALOGUE.by_layer["incident"]
    reading = read_ledger(parts, "a.csv", declared, CATALOGUE, manner, today=TODAY)
    return [record.key for record in reading.records]


def test_incidents_without_number_read_a_little_differently_are_the_same() -> None:
    headings: Row = ["发生时间", "类别", "经度", "纬度"]
    rows: list[Row] = [["2024-3-5 8:30", "诈骗", "113.57", "23.2"], ["2024-3-5", None, None, None]]
    first = keys_of(Manner(crs="wgs84"), headings, *rows)
    assert keys_of(Manner(crs="gcj02"), headings, *rows) == first
    assert keys_of(Manner("wgs84", defaults={"status": "已结"}), headings, *rows) == first
    wider = [[*row, "2"] for row in rows]
    assert keys_of(Manner("wgs84"), [*headings, "受伤人数"], *wider)[0] == first[0]


RENTAL: Row = ["房屋编码", "房屋地址", "套数"]
SUMMARY: Row = ["社区", "套数"]


@pytest.mark.parametrize("first", [True, False])
def test_a_summary_sheet_does_not_refuse_the_ledger_beside_it(*, first: bool) -> None:
    summary: list[Sheet | Block] = [Sheet("汇总"), Block(1, [SUMMARY, ["新庄", "1"]])]
    ledger: list[Sheet | Block] = [Sheet("明细"), Block(1, [RENTAL, ["A", "1号", "1"]])]
    parts = [*summary, *ledger] if first else [*ledger, *summary]
    declared = CATALOGUE.by_layer["rental"]
    reading = read_ledger(parts, "a.xlsx", declared, CATALOGUE, Manner(), today=TODAY)
    assert (len(reading.records), reading.rows_read) == (1, 2)
    assert any("汇总" in note.text() and "房屋编码" in note.text() for note in reading.notes)


def test_sheets_that_all_lack_a_column_refuse_the_file_by_the_first() -> None:
    parts: list[Sheet | Block] = [Sheet("汇总"), Block(1, [SUMMARY])]
    declared = CATALOGUE.by_layer["rental"]
    with pytest.raises(LedgerError, match=r"汇总 缺少必填列.*房屋编码"):
        read_ledger(parts, "a.xlsx", declared, CATALOGUE, Manner(), today=TODAY)


def test_a_row_that_names_no_place_is_refused_where_others_may_lack_a_code() -> None:
    summary: list[Row] = [["社区", "最大容纳人数"], ["新庄", "2500"]]
    [refused] = read(summary, "shelter").rejected
    assert [problem.rule for problem in refused.problems] == ["nameless"]
    placed: list[Row] = [["经度", "纬度", "最大容纳人数"], ["113.57", "23.2", "2500"]]
    assert len(read(placed, "shelter").records) == 1


def test_a_column_that_says_what_another_said_before_it_is_told() -> None:
    rows: list[Row] = [
        ["案由", "发生时间", "现住址", "案发地点", "处理人"],
        ["盗窃", "2026-03-05", "永岗街1号", "新庄路2号", "李四"],
    ]
    found = read(rows, "incident")
    (said,) = found.notes
    assert (said.rule, said.named["columns"]) == ("rivals", "案发地点（现住址）")
    assert found.unknown == ["案发地点", "处理人"]


@pytest.mark.parametrize(("digits", "told"), [(2, True), (5, False)])
def test_coordinates_rounded_to_a_kilometre_are_told(*, digits: int, told: bool) -> None:
    ten: list[Row] = [
        [f"场{n}", f"{113.57 + n / 10**digits:.{digits}f}", "23.2"] for n in range(10)
    ]
    notes = read([["名称", "经度", "纬度"], *ten], "shelter").notes
    assert ("coarse" in {said.rule for said in notes}) == told


def test_a_position_that_says_as_above_is_that_of_the_row_above() -> None:
    rows: list[Row] = [
        ["名称", "经度", "纬度"],
        ["永和广场", "113.57", "23.2"],
        ["永和广场东门", "（同上）", "Ditto"],
    ]
    first, second = (record.position for record in read(rows, "shelter").records)
    assert first is not None
    assert second == first


def test_what_stands_above_goes_into_the_row_that_says_so_even_where_that_is_refused() -> None:
    rows: list[Row] = [
        ["房屋编码", "房屋地址", "社区", "套数"],
        ["A1", "〃", "新庄", "3"],
        ["A2", "新庄西街2号", "同上", "很多"],
        ["A3", "同上", "同上", "同上"],
    ]
    found = read(rows, "rental")
    assert len(found.records) == 0
    first, _, last = found.rejected
    assert [problem.rule for problem in first.problems] == ["nothing_above"]
    assert last.cells == {
        "房屋编码": "A3",
        "房屋地址": "新庄西街2号",
        "社区": "新庄",
        "套数": "很多",
    }
