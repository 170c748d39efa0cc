"""One spelling for an address, however an office writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.addresses.plain import plain_address
from geodata.addresses.words import read_words

_DIGITS = "零一二三四五六七八九"
_PIECES = [word for words in read_words().model_dump().values() for word in words]
written = st.lists(
    st.one_of(
        st.sampled_from([*_PIECES, "新庄", "布岭", "永贤", "（", "）", " ", "#", "之一", "Ａ"]),
        st.text("零〇一二三四五六七八九十百0123456789１２０-", max_size=5),
        st.text(max_size=3),
    ),
    max_size=10,
).map("".join)


def numeral(number: int) -> str:
    """Write 1 to 999 as a Chinese reader would."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        head += f"{'' if tens == 1 and not hundreds else _DIGITS[tens]}十"
    elif hundreds and ones:
        head += "零"
    return head + (_DIGITS[ones] if ones else "")


@given(written)
def test_writing_the_plain_spelling_again_changes_nothing(text: str) -> None:
    once = plain_address(text)
    assert plain_address(once) == once


@given(written)
def test_full_width_and_blanks_around_make_no_difference(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert plain_address(f" {wide}　") == plain_address(text)


@given(st.integers(1, 999))
def test_a_chinese_numeral_is_its_number(number: int) -> None:
    assert plain_address(f"新庄路{numeral(number)}号") == f"新庄路{number}号"


@pytest.mark.parametrize("building", ["3栋", "三栋", "3号楼", "３ 幢", "3座", "3#楼", "(三)号楼"])
def test_a_building_has_one_spelling(building: str) -> None:
    assert plain_address(f"新庄路12号{building}").endswith("12号 3栋") or plain_address(
        f"新庄路12号{building}"
    ).endswith("12号3栋")


def test_two_numbers_side_by_side_stay_two() -> None:
    assert plain_address("12号之一（3幢）") == "12号之1 3栋"


def test_a_telephone_is_no_numeral() -> None:
    assert plain_address("一三八零零一三八零零零") == "一三八零零一三八零零零"
