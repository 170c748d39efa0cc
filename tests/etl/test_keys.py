from datetime import date, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from etl.keys import Keys
from geodata.catalogue import read_catalogue

LAYERS = read_catalogue().by_layer
CRASH: dict[str, Any] = {
    "case_number": None,
    "kind": "traffic",
    "occurred": (date(2024, 3, 5), time(8, 30)),
    "address": "新庄西街",
}


def of_incident(where: object = (113.57, 23.2), source: str | None = None, **more: Any) -> str:
    return Keys(LAYERS["incident"]).content_key({**CRASH, **more}, where, source)


def test_a_natural_key_joins_its_fields_and_evens_out_width() -> None:
    keys = Keys(LAYERS["incident"])
    values: dict[str, list[Any]] = {"source": ["交警", "交警"], "case_number": ["Ａ1 ", None]}
    assert keys.natural_keys(values, 2) == ["交警|A1", None]


@given(*[st.lists(st.text("a|\\", min_size=1), min_size=2, max_size=2)] * 2)
def test_different_parts_never_make_one_key(one: list[str], other: list[str]) -> None:
    keys = Keys(LAYERS["incident"])
    sources, numbers = zip(one, other, strict=True)
    values: dict[str, list[Any]] = {"source": list(sources), "case_number": list(numbers)}
    first, second = keys.natural_keys(values, 2)
    assert (first == second) == (one == other)


def test_the_fallback_key_tells_a_row_without_number() -> None:
    keys = Keys(LAYERS["premises"])
    values: dict[str, list[Any]] = {
        "code": [None, "L1"],
        "name": ["好店", "好店"],
        "address": ["1号", "1号"],
    }
    assert keys.natural_keys(values, 2) == ["好店|1号", "L1"]


def test_a_ledger_without_columns_for_a_key_gives_no_natural_key() -> None:
    assert Keys(LAYERS["premises"]).natural_keys({"name": ["好店"]}, 1) == [None]


def test_equal_rows_without_key_stay_several_records() -> None:
    keys = Keys(LAYERS["incident"])
    given = [keys.content_key(CRASH, (1.0, 2.0)) for _ in range(3)]
    assert [key.rsplit(".", 1)[1] for key in given] == ["1", "2", "3"]
    assert len({key.rsplit(".", 1)[0] for key in given}) == 1


def test_content_keys_do_not_depend_on_order_or_empty_columns() -> None:
    a, b = Keys(LAYERS["ground"]), Keys(LAYERS["ground"])
    first, second = {"kind": "park", "name": "x"}, {"kind": "water"}
    one = {a.content_key(first, None), a.content_key(second, None)}
    other = {b.content_key(second, None), b.content_key({**first, "floors": None}, None)}
    assert one == other


def test_an_incident_is_itself_with_a_column_more() -> None:
    assert of_incident() == of_incident(injured=2, brief="追尾")


def test_another_minute_place_kind_or_source_is_another_incident() -> None:
    others = {
        of_incident(occurred=(date(2024, 3, 5), time(8, 31))),
        of_incident((113.57, 23.3)),
        of_incident(address="新庄东街"),
        of_incident(kind="crime"),
        of_incident(source="交警"),
        of_incident(case_number="A1"),
    }
    assert len(others | {of_incident()}) == 7


def test_without_time_of_day_or_place_all_that_is_written_tells_an_incident() -> None:
    day: dict[str, Any] = {"occurred": (date(2024, 3, 5), None)}
    assert of_incident(**day, brief="甲") != of_incident(**day, brief="乙")
    at = {**day, "occurred_time": time(8, 30)}
    assert of_incident(**at, brief="甲") == of_incident(**at, brief="乙")
    nowhere: dict[str, Any] = {"where": None, "address": None}
    assert of_incident(**nowhere, brief="甲") != of_incident(**nowhere, brief="乙")


def test_a_key_taken_twice_names_the_row_that_has_it() -> None:
    keys = Keys(LAYERS["rental"])
    assert keys.take("YH-1", ("", 5)) is None
    assert keys.take("YH-1", ("", 9)) == ("", 5)


def test_the_same_row_number_of_another_sheet_is_another_row() -> None:
    keys = Keys(LAYERS["rental"])
    assert keys.take("YH-1", ("一月", 2)) is None
    assert keys.take("YH-1", ("二月", 2)) == ("一月", 2)
