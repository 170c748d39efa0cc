"""Two records field by field: masked, the differing fields told, and the better one to keep."""

from typing import Any

from dashboard.duplicates.sides import fuller, side_by_side
from dashboard.texts import Language, read_texts
from geodata.viewer import OFFICE
from tests.geodata.making import CATALOGUE

RENTAL = CATALOGUE.by_layer["rental"]
TEXTS = read_texts(Language.CHINESE)


def _record(**values: Any) -> dict[str, Any]:
    return {"id": 1, "attributes": {}, "personal": {}, "lng": None, "precision_m": None} | values


def test_fields_are_compared_as_they_are_shown() -> None:
    one = _record(
        code="A-1", address="新庄西街12号3栋502房", lng=113.5,
        attributes={"units": 12, "floors": 6},
        personal={"owner": "张三丰", "owner_phone": "13812341234"},
    )  # fmt: skip
    other = _record(
        code="B-7", address="新庄西街12号3栋503房", lng=113.5, precision_m=20.0,
        attributes={"units": 12}, personal={"owner": "张四海"},
    )  # fmt: skip
    lines = {line.label: line for line in side_by_side(TEXTS, RENTAL, one, other, OFFICE)}
    assert lines["房屋编码"].compares == "differs"
    assert (lines["套数"].one, lines["套数"].compares) == ("12 套", "same")
    assert (lines["层数"].one, lines["层数"].other, lines["层数"].compares) == ("6 层", "", "lone")
    assert lines["位置"].other == "图上 ±20 米"
    assert "等级" not in lines
    told = "".join(line.one + line.other for line in lines.values())
    for secret in ("三丰", "四海", "12341234", "502", "503"):
        assert secret not in told


def test_what_is_placed_is_kept_else_what_tells_more_else_the_first() -> None:
    blank, full = _record(), _record(code="B", name="幸福公寓")
    lines = side_by_side(TEXTS, RENTAL, blank, full, OFFICE)
    assert fuller(lines, placed=(False, False)) == "other"
    assert fuller(lines, placed=(True, False)) == "one"
    assert fuller(lines, placed=(False, True)) == "other"
    assert fuller(side_by_side(TEXTS, RENTAL, full, full, OFFICE), placed=(True, True)) == "one"
