import csv
from pathlib import Path

import pytest

from etl.headings import find_headings, name_columns
from etl.sheets import Row
from geodata.catalogue import read_catalogue

CATALOGUE = read_catalogue()
RENTAL = CATALOGUE.by_layer["rental"]
DATA: Row = ["1", "YH-1", "新庄西街1号", "12", "红"]


def fed(rows: list[Row], layer: str = "rental") -> dict[str, str]:
    found = find_headings(rows, CATALOGUE.by_layer[layer])
    assert found is not None
    return {column.heading: column.field for column in found.columns if column.field}


def test_headings_below_a_title_are_found_by_their_synonyms() -> None:
    rows: list[Row] = [
        ["永和街道出租屋台账"],
        [],
        ["序号", "编号", "地址", "出租套数", "等级"],
        DATA,
    ]
    found = find_headings(rows, RENTAL)
    assert found is not None
    assert (found.row, found.depth, found.end) == (2, 1, 3)
    assert found.fields == {"code", "address", "units", "risk"}
    assert found.unknown == ()


def test_two_rows_with_merged_cells_are_one_heading() -> None:
    rows: list[Row] = [
        ["序号", "房屋信息", None, None, "房东信息", None],
        [None, "房屋编码", "地址（必填）", "套数", "姓名", "电话"],
        DATA,
    ]
    found = find_headings(rows, RENTAL)
    assert found is not None
    assert (found.row, found.depth) == (0, 2)
    assert {"code", "address", "units", "owner"} <= found.fields


def test_a_title_above_one_heading_row_does_not_make_two() -> None:
    rows: list[Row] = [["台账", None, None], ["房屋编码", "地址", "套数"], DATA]
    found = find_headings(rows, RENTAL)
    assert found is not None
    assert (found.row, found.depth) == (1, 1)


def test_a_field_is_fed_once_by_its_own_name_rather_than_a_synonym() -> None:
    assert fed([["房屋编码", "房屋地址", "地址", "套数"]]) == {
        "房屋编码": "code",
        "房屋地址": "address",
        "套数": "units",
    }


def test_unit_and_marks_are_taken_off_a_heading_and_the_unit_is_kept() -> None:
    layer = CATALOGUE.by_layer["incident"]
    found = find_headings([["*案件编号", "损失（万元）", "发 生 时 间"]], layer)
    assert found is not None
    assert [(c.field, c.unit) for c in found.columns] == [
        ("case_number", None),
        ("loss_yuan", "万元"),
        ("occurred", None),
    ]


def test_the_surveyors_x_feeds_the_northing() -> None:
    feeds = fed([["房屋编码", "X坐标", "Y坐标"]])
    assert (feeds["X坐标"], feeds["Y坐标"]) == ("y", "x")


@pytest.mark.parametrize(
    ("lng", "lat"),
    [("百度经度", "百度纬度"), ("经度GCJ-02", "纬度GCJ-02"), ("坐标（经度）", "坐标（纬度）"),
     ("GPS-lng", "GPS-lat"), ("定位经度", "定位纬度")],
)  # fmt: skip
def test_a_coordinate_may_have_its_datum_or_what_it_is_in_its_name(lng: str, lat: str) -> None:
    feeds = fed([["房屋编码", lng, lat]])
    assert (feeds[lng], feeds[lat]) == ("x", "y")


@pytest.mark.parametrize("order", [1, -1])
def test_a_day_and_a_time_of_day_may_stand_in_two_columns(order: int) -> None:
    names: Row = ["类别", *["案发日期", "案发时间"][::order]]
    feeds = fed([names], "incident")
    assert (feeds["案发日期"], feeds["案发时间"]) == ("occurred", "occurred_time")


def test_what_was_said_of_a_day_column_stands_above_its_having_a_time_beside_it() -> None:
    rows: list[Row] = [["类别", "案发日期", "案发时间"]]
    found = find_headings(rows, CATALOGUE.by_layer["incident"], {"案发日期": ""})
    assert found is not None
    assert [column.field for column in found.columns] == ["kind", None, "occurred"]


def test_a_day_beside_another_time_is_not_taken_for_its_own() -> None:
    assert fed([["日期", "接报时间", "类别"]], "incident")["接报时间"] == "reported"


def test_one_column_of_pairs_feeds_both_coordinates() -> None:
    assert fed([["房屋编码", "经纬度"]])["经纬度"] == "xy"


def test_a_row_without_known_words_is_no_heading() -> None:
    assert find_headings([["甲", "乙", "丙"], ["1", "2", "3"]], RENTAL) is None
    assert find_headings([], RENTAL) is None


def test_a_serial_number_feeds_nothing_and_is_not_called_unknown() -> None:
    found = find_headings([["序号", "房屋编码", "地址", "其他"]], RENTAL)
    assert found is not None
    assert found.unknown == ("其他",)


def test_a_map_file_may_have_no_property_we_know() -> None:
    assert name_columns(["w"], CATALOGUE.by_layer["street"]).fields == frozenset()


def test_the_headings_of_real_offices_are_understood(testdata: Path) -> None:
    wanted = {"三小场所": "premises", "涉警统计": "incident", "群租房": "rental", "避难": "shelter"}
    for word, layer in wanted.items():
        path = next((testdata / "ledgers").glob(f"*{word}*.csv"))
        with path.open(encoding="gb18030", newline="") as file:
            rows: list[Row] = [list(row) for row in csv.reader(file)]
        assert len(fed(rows, layer)) >= 4, path.name


def test_a_mark_in_brackets_is_no_unit() -> None:
    layer = CATALOGUE.by_layer["premises"]
    columns = name_columns(["经营面积（必填）", "楼层（㎡）"], layer).columns
    assert [column.unit for column in columns] == [None, "m2"]


def test_a_grade_is_fed_by_the_name_our_own_tables_give_it() -> None:
    graded = {
        layer.id: (layer.grades.name.zh, layer.grades.field)
        for layer in CATALOGUE.layers
        if layer.grades is not None
    }
    assert {"rental", "premises", "enterprise"} <= set(graded)
    for layer, (heading, field) in graded.items():
        known = [one.name.zh for one in CATALOGUE.by_layer[layer].fields if one.id != field]
        assert fed([[*known[:3], heading], DATA[:4]], layer).get(heading) == field, layer


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("Date", "Time"),
        ("Incident Date", "Incident Time"),
        ("Date of Accident", "Time_of_Accident"),
    ],
)
def test_english_headings_of_an_incident_are_known(day: str, time: str) -> None:
    row: Row = ["No.", "Case No.", "Incident Type", day, time, "Easting", "Northing", "Killed"]
    found = find_headings([row], CATALOGUE.by_layer["incident"])
    assert found is not None
    assert not found.unknown
    fields = {column.heading: column.field for column in found.columns}
    assert (fields[day], fields[time]) == ("occurred", "occurred_time")
    assert (fields["Easting"], fields["Northing"], fields["Killed"]) == ("x", "y", "dead")


def test_headings_of_a_hotline_are_known() -> None:
    row: Row = ["序号", "工单编号", "事件类型", "事发时间", "事发地址", "处置状态"]
    found = find_headings([row], CATALOGUE.by_layer["incident"])
    assert found is not None
    assert found.fields == {"case_number", "kind", "occurred", "address", "status"}
    assert not found.unknown
