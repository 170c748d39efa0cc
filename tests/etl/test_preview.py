"""What a ledger is recognised as, before anything is imported."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from etl.imports import import_ledger
from etl.order import Order
from etl.preview import Preview, preview_ledger
from etl.reading import Manner
from geodata.catalogue.load import read_catalogue
from geodata.coordinates.crs import from_wgs84, parse_crs
from geodata.storage.store import Storage
from tests.etl.making import write_csv, write_rentals
from tests.geodata.making import NOW

CATALOGUE = read_catalogue()
TODAY = date(2026, 1, 5)


def preview(storage: Storage, path: Path, layer: str = "", **manner: Any) -> Preview:
    order = Order(path, layer, Manner(**manner))
    return preview_ledger(storage, CATALOGUE, order, today=TODAY)


def write_shops(path: Path, crs: str = "GCJ-02", headings: tuple[str, ...] = ()) -> Path:
    x, y = from_wgs84(113.501, 23.101, parse_crs(crs))
    named = headings or ("场所名称", "场所性质", "地址", "经度", "纬度")
    row = ["恒昌店", "小档口", "新庄西街12号3栋502房", f"{float(x):.7f}", f"{float(y):.7f}"]
    return write_csv(path, [[*named], row])


def test_layer_columns_and_encoding_are_recognised(storage: Storage, tmp_path: Path) -> None:
    found = preview(storage, write_rentals(tmp_path / "a.csv"))
    assert found.layer == found.layers[0] == "rental"
    assert (found.encoding, found.missing, found.problem) == ("utf-8", (), None)
    assert [heading for heading, field in found.columns.items() if not field] == ["序号"]


def test_a_question_about_the_crs_comes_with_points_and_masked_words(
    storage: Storage, tmp_path: Path
) -> None:
    found = preview(storage, write_shops(tmp_path / "a.csv"))
    assert (found.basis, found.crs) == ("asked", None)
    places = {one["code"]: one["points"] for one in found.candidates}
    assert places["GCJ-02"] == [[113.501, 23.101]]
    assert set(places) == {"EPSG:4326", "GCJ-02", "BD-09"}
    assert [(row["row"], row["label"]) for row in found.rows_at] == [(2, "新庄西街12号3栋")]


def test_a_row_that_nothing_public_names_is_told_by_its_number(
    storage: Storage, tmp_path: Path
) -> None:
    path = write_csv(
        tmp_path / "a.csv",
        [
            ["一月"],
            ["发生时间", "案件类别", "经度", "纬度"],
            ["2025-03-01", "盗窃", "113.5", "23.1"],
        ],
    )
    found = preview(storage, path, "incident")
    assert [(row["row"], row["label"]) for row in found.rows_at] == [(3, "")]


def test_headings_nobody_knows_are_shown_and_what_is_said_of_them_is_taken(
    storage: Storage, tmp_path: Path
) -> None:
    ledger = write_shops(tmp_path / "a.csv", headings=("甲", "乙", "丙", "丁", "戊"))
    found = preview(storage, ledger, "premises")
    assert list(found.columns) == ["甲", "乙", "丙", "丁", "戊"]
    assert found.missing == ("name", "kind")
    said = {"甲": "name", "乙": "kind", "丙": "address", "丁": "x", "戊": "y"}
    found = preview(storage, ledger, "premises", columns=said)
    assert (found.columns, found.missing, found.basis) == (said, (), "asked")


def test_what_was_said_of_a_source_s_headings_is_remembered(
    storage: Storage, tmp_path: Path
) -> None:
    headings = ("甲", "乙", "丙", "丁", "戊")
    said = {"甲": "name", "乙": "kind", "丙": "address", "丁": "x", "戊": "y"}
    ledger = write_shops(tmp_path / "a.csv", headings=headings)
    order = Order(ledger, "premises", Manner("GCJ-02", columns=said), "市场监管所")
    import_ledger(storage, CATALOGUE, order, now=NOW)
    again = Order(ledger, "premises", source="市场监管所")
    found = preview_ledger(storage, CATALOGUE, again, today=TODAY)
    assert (found.columns, found.basis, found.crs) == (said, "remembered", "GCJ-02")
    assert preview(storage, ledger, "premises").missing == ("name", "kind")


def test_a_crs_that_is_said_is_one_more_to_look_at(storage: Storage, tmp_path: Path) -> None:
    ledger = write_shops(tmp_path / "a.csv", crs="EPSG:4547")
    unsaid = preview(storage, ledger)
    assert (unsaid.candidates, unsaid.problem is None) == ((), False)
    said = preview(storage, ledger, crs="EPSG:4547").candidates
    assert [[113.501, 23.101]] in [one["points"] for one in said if one["code"] == "EPSG:4547"]


def test_a_column_that_is_said_to_feed_nothing_is_not_read(
    storage: Storage, tmp_path: Path
) -> None:
    ledger = write_shops(tmp_path / "a.csv")
    found = preview(storage, ledger, columns={"地址": ""})
    assert found.columns["地址"] == ""
    assert found.rows_at[0]["label"] == "恒昌店"


def test_a_table_of_no_layer_is_not_recognised_and_a_layer_can_be_named(
    storage: Storage, tmp_path: Path
) -> None:
    payroll: list[list[object]] = [
        ["姓名", "联系电话", "地址", "应发工资"],
        ["张三", "13812345678", "新庄路1号", 5000],
    ]
    path = write_csv(tmp_path / "工资表.csv", payroll)
    found = preview(storage, path)
    assert (found.layer, found.layers, found.problem) == ("", (), None)
    assert list(found.columns) == payroll[0]
    assert not any(found.columns.values())
    named = preview(storage, path, "rental")
    assert named.layer == "rental"
    assert "code" in named.missing
    assert named.problem is not None


def test_a_table_that_names_no_required_column_of_a_layer_is_none_of_it(
    storage: Storage, tmp_path: Path
) -> None:
    headings = ["房东", "房东电话", "居住人数", "燃气", "登记日期", "备注"]
    assert preview(storage, write_csv(tmp_path / "a.csv", [headings, ["a"] * 6])).layers == ()
    with_code = [["房屋编码", *headings], ["a"] * 7]
    assert preview(storage, write_csv(tmp_path / "b.csv", with_code)).layers[0] == "rental"


def test_required_columns_that_are_all_there_tell_a_layer_among_many_others(
    storage: Storage, tmp_path: Path
) -> None:
    headings = ["code", "name", "streetCode", "provinceCode", "cityCode", "areaCode", "streetName"]
    path = write_csv(tmp_path / "a.csv", [headings, ["440103001101", "翠洲", "440103001", *"1234"]])
    assert preview(storage, path).layers == ("community",)
    block = json.loads(shapely.to_geojson(shapely.box(113.5, 23.1, 113.6, 23.2)))
    feature = {"type": "Feature", "properties": {"Floor": 3, "Id": 1}, "geometry": block}
    drawn = tmp_path / "a.geojson"
    drawn.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert "community" not in preview(storage, drawn).layers


def test_a_map_file_names_the_fields_it_lacks_and_takes_one_value_for_all_rows(
    storage: Storage, tmp_path: Path
) -> None:
    path = tmp_path / "a.geojson"
    block = json.loads(shapely.to_geojson(shapely.box(113.5, 23.1, 113.6, 23.2)))
    feature = {"type": "Feature", "properties": {"Floor": 3}, "geometry": block}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert preview(storage, path, "ground").missing == ("kind",)
    said = preview(storage, path, "ground", defaults={"kind": "建筑物"})
    assert (said.missing, said.problem) == ((), None)


def test_lines_with_the_tags_of_openstreetmap_are_streets(storage: Storage, tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[113.5, 23.1], [113.51, 23.1]]}
    tags = {
        "@id": "way/1",
        "highway": "residential",
        "name": "新庄路",
        "oneway": "no",
        "lit": "yes",
    }
    path = tmp_path / "export.geojson"

    def seen(properties: dict[str, str]) -> tuple[str, ...]:
        feature = {"type": "Feature", "properties": properties, "geometry": line}
        document = {"type": "FeatureCollection", "features": [feature]}
        path.write_text(json.dumps(document), "utf-8")
        return preview(storage, path).layers

    assert seen(tags)[0] == "street"
    assert seen({"管径": "300", "材质": "PE"}) == ()


@pytest.mark.parametrize(
    ("layer", "headings"),
    [
        ("district", ("adcode", "name")),
        ("district", ("XZQDM", "XZQMC")),
        ("community", ("code", "name", "streetCode")),
        ("community", ("ZLDWDM", "ZLDWMC", "街道代码")),
    ],
)
def test_columns_as_statistics_and_land_survey_name_them_are_known(
    storage: Storage, tmp_path: Path, layer: str, headings: tuple[str, ...]
) -> None:
    path = write_csv(tmp_path / "a.csv", [[*headings], *[["440112015"] * len(headings)] * 2])
    assert preview(storage, path, layer).missing == ()
