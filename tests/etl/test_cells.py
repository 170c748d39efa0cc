from datetime import date, time
from typing import Any

import pytest

from etl.cells import parser_of
from etl.troubles import Trouble
from geodata.catalogue import read_catalogue

CATALOGUE = read_catalogue()
TODAY = date(2026, 11, 21)


def parsed(layer: str, field: str, text: str, unit: str | None = None) -> Any:
    declared = CATALOGUE.by_layer[layer]
    return parser_of(declared.by_field[field], declared, today=TODAY, unit=unit)[text]


@pytest.mark.parametrize(
    ("text", "number"),
    [("35", 35), ("35㎡", 35), ("３５", 35), ("35 m²", 35), ("1,200平方米", 1200), ("1.2e2", 120)],
)
def test_numbers_are_read_with_units_width_and_thousands(text: str, number: float) -> None:
    assert parsed("premises", "area_m2", text) == number


def test_a_unit_in_the_cell_wins_over_the_unit_of_the_heading() -> None:
    loss = ("incident", "loss_yuan")
    assert parsed(*loss, "3", "万元") == 30_000
    assert parsed(*loss, "1.5万元", "元") == 15_000
    assert parsed(*loss, "500元", "万元") == 500


def test_an_unknown_unit_in_the_heading_is_not_taken_for_the_base_unit() -> None:
    found = parsed("incident", "loss_yuan", "5", "亿元")
    assert (found.rule, found.value) == ("unknown_unit_left_out", None)
    assert "亿元" in found.reason
    assert parsed("incident", "loss_yuan", "5万元", "亿元") == 50_000
    assert parsed("rental", "units", "5", "已登记") == 5


def test_an_incident_before_the_first_day_a_column_can_hold_is_refused() -> None:
    found = parsed("incident", "occurred", "1999-12-31 23:59")
    assert (found.rule, found.rejects) == ("too_early", True)
    assert parsed("incident", "occurred", "2000-01-01") == (date(2000, 1, 1), None)
    assert parsed("rental", "registered", "1987-05-01") == date(1987, 5, 1)


@pytest.mark.parametrize(
    ("layer", "field", "text", "rule"),
    [
        ("rental", "units", "-5", "below_minimum"),
        ("premises", "name", "#REF!", "formula_error"),
        ("rental", "units", "9999999", "above_maximum"),
        ("rental", "units", "35里", "unknown_unit"),
        ("rental", "units", "约35", "not_a_number"),
        ("rental", "units", "3.5", "not_whole"),
        ("premises", "kind", "大型商场", "unknown_word"),
        ("premises", "code", "4.4E+17", "lost_digits"),
    ],
)
def test_an_unusable_cell_refuses_its_row_and_says_why(
    layer: str, field: str, text: str, rule: str
) -> None:
    found = parsed(layer, field, text)
    assert isinstance(found, Trouble)
    assert (found.rule, found.rejects) == (rule, True)
    assert text in found.reason


@pytest.mark.parametrize(
    ("field", "text", "rule"),
    [
        ("area_m2", "-5", "below_minimum_left_out"),
        ("area_m2", "9999999", "above_maximum_left_out"),
        ("area_m2", "35里", "unknown_unit_left_out"),
        ("area_m2", "约35", "not_a_number_left_out"),
        ("area_m2", "三十来平", "not_a_number_left_out"),
        ("area_m2", "30-50", "not_a_number_left_out"),
        ("floor", "3.5", "not_whole_left_out"),
    ],
)
def test_a_number_nobody_requires_that_cannot_be_used_is_unknown_and_refuses_no_row(
    field: str, text: str, rule: str
) -> None:
    found = parsed("premises", field, text)
    assert isinstance(found, Trouble)
    assert (found.rule, found.rejects, found.value) == (rule, False, None)
    assert text in found.reason
    assert "不是 0" in found.reason


@pytest.mark.parametrize(
    ("layer", "field", "text", "rule", "value"),
    [
        ("premises", "checked", "2030-01-01", "future_left_out", None),
        ("premises", "checked", "去年", "not_a_date_left_out", None),
        ("incident", "occurred_time", "25点", "not_a_time_left_out", None),
        ("premises", "checked", "2024年3月", "month_only", date(2024, 3, 1)),
        ("rental", "ended", "2020.1.1-2024.1.1", "not_a_date_left_out", None),
        (
            "incident",
            "occurred",
            "2024.3.5 20:00至3.6 8:00",
            "span_of_time",
            (date(2024, 3, 5), None),
        ),
    ],
)
def test_a_moment_that_is_read_in_part_or_that_nobody_requires_refuses_no_row(
    layer: str, field: str, text: str, rule: str, value: Any
) -> None:
    found = parsed(layer, field, text)
    assert isinstance(found, Trouble)
    assert (found.rule, found.rejects, found.value) == (rule, False, value)
    assert text in found.reason


@pytest.mark.parametrize(
    ("field", "text", "rule", "kept"),
    [
        ("licence", "或许", "not_yes_or_no", None),
        ("risk", "橘", "unknown_word_left_out", None),
        ("keeper_phone", "12", "odd_phone", "12"),
        ("keeper_phone", "1.38E+10", "lost_digits", None),
        ("keeper_id", "110105194912310021", "odd_id_number", "110105194912310021"),
        ("name", "好\x0b店", "removed_characters", "好店"),
        ("community", "#DIV/0!", "formula_error", None),
        ("risk", "=?", "formula_error", None),
        ("name", "好\ue863店", "private_characters", "好\ue863店"),
    ],
)
def test_a_doubtful_cell_only_warns(field: str, text: str, rule: str, kept: str | None) -> None:
    found = parsed("premises", field, text)
    assert isinstance(found, Trouble)
    assert (found.rule, found.rejects, found.value) == (rule, False, kept)


@pytest.mark.parametrize(
    "text", ["甲街\r\n1号", "甲街_x000D_\n1号", "甲街\r1号\r\n", "甲街_x000d_1号"]
)
def test_a_line_ends_in_one_way_without_a_word(text: str) -> None:
    assert parsed("rental", "address", text) == "甲街\n1号"
    assert parsed("rental", "units", "12\r\n") == 12


def test_the_reason_for_an_id_number_does_not_repeat_it() -> None:
    assert "110105" not in parsed("premises", "keeper_id", "110105194912310021").reason


@pytest.mark.parametrize(
    "text",
    [
        "-",
        "—",
        "/",
        "不详",
        "N/A",
        "  ",
        "#N/A",
        "无",
        "\\N",
        "(null)",
        "<Null>",
        "暂无",
        "---",
        "……",
    ],
)
def test_a_cell_that_says_nothing_is_empty(text: str) -> None:
    assert parsed("premises", "area_m2", text) is None


def test_none_is_a_value_where_the_list_has_it_and_a_no_for_flags() -> None:
    assert parsed("rental", "gas", "无") == "none"
    assert parsed("rental", "risk", "无") is None
    assert parsed("premises", "licence", "无") is False
    assert parsed("premises", "name", "无") == "无"
    assert parsed("premises", "code", "无") is None
    assert parsed("premises", "keeper_phone", "无") is None


@pytest.mark.parametrize("text", ["0", "０", "？", "不清楚", "未登记", "没有"])
def test_nobody_and_no_place_is_called_by_a_word_for_nothing_or_0(text: str) -> None:
    rental = [parsed("rental", one, text) for one in ("name", "address", "community", "owner")]
    assert rental == [None] * 4
    assert parsed("premises", "keeper_phone", text) is None


def test_people_are_counted_by_either_word() -> None:
    assert (parsed("incident", "injured", "2名"), parsed("shelter", "capacity", "3人")) == (2, 3)


def test_the_same_words_are_values_elsewhere() -> None:
    assert parsed("rental", "units", "0") == 0
    assert parsed("rental", "pledge", "没有") is False
    assert parsed("injury", "cause", "不清楚") == "unclear"
    assert parsed("premises", "code", "0") == "0"


def test_choices_are_known_by_name_id_and_synonym_in_any_width() -> None:
    assert parsed("rental", "gas", "瓶装(厨房外)") == "bottle_outside"
    assert parsed("rental", "gas", "瓶装（厨房外）") == "bottle_outside"
    assert parsed("incident", "kind", "vehicle collision with pedestrian") == "crash_pedestrian"
    assert parsed("incident", "kind", "刑事案件") == "crime"


def test_telephone_numbers_lose_their_marks_and_keep_their_digits() -> None:
    phone = ("premises", "keeper_phone")
    assert parsed(*phone, "138-1234-5678") == "13812345678"
    assert parsed(*phone, "（020）82345678") == "02082345678"
    for several in ("13812345678、13912345678", "13812345678 13912345678"):
        assert parsed(*phone, several) == "13812345678/13912345678"
    assert parsed(*phone, "138 1234 5678") == "13812345678"
    assert parsed(*phone, "82345678-801") == "82345678转801"
    assert parsed(*phone, "020-82345678-12/8234 5678") == "02082345678转12/82345678"


def test_an_id_number_with_a_right_check_digit_is_kept() -> None:
    assert parsed("premises", "keeper_id", "11010519491231002x") == "11010519491231002X"


def test_dates_and_moments_are_values_of_their_own_kind() -> None:
    assert parsed("premises", "checked", "2024.3.5") == date(2024, 3, 5)
    assert parsed("incident", "occurred", "2024.3.5 8:30") == (date(2024, 3, 5), time(8, 30))
    assert parsed("incident", "occurred", "2024.3.5") == (date(2024, 3, 5), None)


@pytest.mark.parametrize("text", ['="0012"', "'0012", "`0012", '=" 0012 "'])
def test_what_keeps_a_text_from_being_read_as_a_number_is_taken_off(text: str) -> None:
    assert parsed("premises", "code", text) == "0012"


@pytest.mark.parametrize(
    "text", ["A{{7*7}}B", "{#1栋", "<img src=x onerror=alert(1)>", "${1}", "`", "=1+1", "a\tb"]
)
def test_text_that_looks_like_code_passes_unchanged(text: str) -> None:
    assert parsed("premises", "name", text) == text
