import csv
from pathlib import Path

import pytest

from geodata.catalogue import Layer, read_catalogue
from geodata.catalogue.check_layer import same_written

CATALOGUE = read_catalogue()
PLACES = [la for la in CATALOGUE.layers if la.geometry == "point" and "x" in la.by_column]


def field_of(layer: Layer, heading: str) -> str | None:
    """Return the field a heading of a ledger names, as far as words alone can tell."""
    for field in layer.fields:
        if same_written(heading) in map(same_written, field.all_headings):
            return field.id
    return None


def headings_of(folder: Path, ledger: str) -> list[str]:
    path = folder / "ledgers" / f"{ledger}_表头_GB18030.csv"
    with path.open(encoding="gb18030", newline="") as text:
        return next(csv.reader(text))


# Not stored, each for a reason: 街道 is the same for the whole ledger; a check's people, counts
# and result (检查, 复查, 核查, 走访, 更新时间) belong to a visit, not to the place; a second
# person's data (业主) is not needed to know the place.
LEDGERS = [
    (
        "三小场所台账",
        "premises",
        {"街道", "检查状态", "是否需复查", "业主姓名", "业主电话", "业主证件号码"},
        {"名称": "name", "场所性质": "kind", "经营面积": "area_m2", "楼栋": "building"},
    ),
    (
        "群租房核查",
        "rental",
        {"核查人", "更新时间", "核查_人数", "核查_房间数", "核查_床位数", "入户走访"},
        {"出租屋编号": "code", "居住证_间数": "rooms", "星级评定": "stars", "实际情况": "remark"},
    ),
    (
        "避难场所",
        "shelter",
        set(),
        {"类型": "kind", "类别": "category", "面积（m2）": "effective_m2", "所属社区": "community"},
    ),
]


@pytest.mark.parametrize(("ledger", "layer", "unknown", "known"), LEDGERS)
def test_a_real_ledger_is_read_by_its_headings_but_for_those_not_stored(
    testdata: Path, ledger: str, layer: str, unknown: set[str], known: dict[str, str]
) -> None:
    declared = CATALOGUE.by_layer[layer]
    found = {heading: field_of(declared, heading) for heading in headings_of(testdata, ledger)}
    assert {heading for heading, field in found.items() if field is None} == unknown
    assert known.items() <= found.items()


@pytest.mark.parametrize(("ledger", "layer", "unknown", "known"), LEDGERS)
def test_no_two_headings_of_a_real_ledger_name_one_field(
    testdata: Path, ledger: str, layer: str, unknown: set[str], known: dict[str, str]
) -> None:
    found = [field_of(CATALOGUE.by_layer[layer], h) for h in headings_of(testdata, ledger)]
    named = [field for field in found if field is not None]
    assert len(named) == len(set(named)) == len(found) - len(unknown) >= len(known)


def test_tenants_of_a_check_list_are_not_taken_for_landlords(testdata: Path) -> None:
    rental = CATALOGUE.by_layer["rental"]
    found = {h: field_of(rental, h) for h in headings_of(testdata, "出租房屋核查")}
    assert not {found["姓名"], found["身份证号"], found["手机号码"]} - {None}


@pytest.mark.parametrize("layer", PLACES, ids=lambda layer: str(layer.id))
def test_x_is_the_northing_of_chinese_surveying_and_y_the_easting(layer: Layer) -> None:
    assert field_of(layer, "X坐标") == layer.by_column["y"].id
    assert field_of(layer, "Y坐标") == layer.by_column["x"].id
    assert field_of(layer, "经度") == layer.by_column["x"].id


@pytest.mark.parametrize("layer", CATALOGUE.layers, ids=lambda layer: str(layer.id))
def test_the_running_number_of_a_sheet_is_never_a_field(layer: Layer) -> None:
    assert field_of(layer, "序号") is None


@pytest.mark.parametrize("layer", CATALOGUE.layers, ids=lambda layer: str(layer.id))
def test_names_phones_and_id_numbers_of_people_are_marked_personal(layer: Layer) -> None:
    personal = {field.id for field in layer.fields if field.personal}
    assert personal == {
        field.id
        for field in layer.fields
        if field.type in {"person", "phone", "id_number"}
        or (layer.counted_only and field.column is None)
    }
