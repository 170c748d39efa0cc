import pytest

from etl.identifiers import LONGEST_TEXT, parse_id_number, parse_phone, parse_text
from etl.troubles import MOST_SHOWN, Trouble, trouble


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1381234567", "“****4567”不像电话号码"),
        ("138123456789", "“****6789”不像电话号码"),
        ("１３８１２３４５６７", "“****4567”不像电话号码"),
        ("张三", "“******”不像电话号码"),
    ],
)
def test_an_odd_telephone_number_is_told_masked_and_kept_whole(text: str, told: str) -> None:
    found = parse_phone(text)
    assert isinstance(found, Trouble)
    assert found.reason == told
    assert not found.rejects
    assert len(found.value) == len(text)


def test_what_is_left_of_a_personal_number_is_not_told() -> None:
    for parse in (parse_phone, parse_id_number):
        found = parse("1.38123E+10")
        assert isinstance(found, Trouble)
        assert "38123" not in found.reason


def test_a_personal_number_in_a_column_of_something_else_is_told_masked() -> None:
    found = trouble("above_maximum", found="13812345678", maximum=500)
    assert found.reason == "“138****5678”大于最大值 500"
    assert "11010519491231002X" not in trouble("not_a_number", found="11010519491231002X").reason


@pytest.mark.parametrize("before", range(MOST_SHOWN - 11, MOST_SHOWN))
def test_a_reason_repeats_no_long_text_whole_nor_half_a_number(before: int) -> None:
    said = trouble("not_a_number", found=f"{'长' * before}13812345678{'长' * 30_000}").reason
    assert len(said) < 2 * MOST_SHOWN
    assert "138123" not in said


def test_a_page_pasted_into_a_cell_is_kept_and_told() -> None:
    longest = "新" * LONGEST_TEXT
    assert parse_text(longest) == longest
    found = parse_text(longest + "庄")
    assert isinstance(found, Trouble)
    assert (found.rule, found.rejects, found.value) == ("long_text", False, longest + "庄")
    assert "2001 字" in found.reason
