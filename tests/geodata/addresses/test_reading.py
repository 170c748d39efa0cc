"""An address taken apart as a clerk would read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.addresses.reading import Address, AddressReader, community_name

STREETS = ["永贤大道", "新庄路", "布岭二巷", "永岗大道", "新庄二路"]
READER = AddressReader(STREETS, ["新庄社区", "永岗社区"], ["永和街道（示例）"])

READ = {
    "新庄社区布岭二巷12号": Address("新庄", "布岭2巷", "12"),
    "广州市黄埔区永和街道新庄社区居委会 布岭二巷１２号之一（３幢）502房": Address(
        "新庄", "布岭2巷", "12", "1", "3"
    ),
    "广东省广州市黄埔区新庄路5号": Address("", "新庄路", "5"),
    "永和街道新庄路5": Address("", "新庄路", "5"),
    "新庄二路12-3": Address("", "新庄2路", "12", "3"),
    "新庄村康湖五街23号8号楼3单元": Address("新庄", "康湖5街", "23", "", "8"),
    "新庄路10号大院A座": Address("", "新庄路", "10", "", "a"),
    "永岗大道与永贤大道路口": Address(street="永岗大道", cross="永贤大道"),
    "永岗大道/永贤大道交叉口": Address(street="永岗大道", cross="永贤大道"),
    "贤江社区新庄路1392号附近路段": Address("贤江", "新庄路", "1392", near=True),
    "新庄小学门口": Address(named="新庄小学", near=True),
    "新庄市场": Address(named="新庄市场"),
    "永岗社区城市花园": Address("永岗", named="城市花园"),
    "永贤大道家乐福对面": Address("", "永贤大道", named="家乐福", near=True),
    "新庄社区": Address("新庄"),
    "": Address(),
}


@pytest.mark.parametrize(("text", "parts"), READ.items())
def test_an_address_is_taken_apart(text: str, parts: Address) -> None:
    assert READER.read(text) == parts


@given(
    st.sampled_from(STREETS),
    st.integers(1, 1999),
    st.sampled_from(["", "新庄社区", "永和街道新庄社区", "广州市黄埔区永和街道永岗社区居委会"]),
    st.sampled_from(["", "502房", "二楼", "3单元402室"]),
)
def test_neither_what_lies_above_nor_the_room_changes_street_and_number(
    street: str, number: int, above: str, room: str
) -> None:
    read = READER.read(f"{above}{street}{number}号{room}")
    assert (read.street, read.number) == (READER.read(street).street, str(number))
    assert read.named == ""


@given(st.text(max_size=40))
def test_whatever_is_written_can_be_read(text: str) -> None:
    assert all(isinstance(part, (str, bool)) for part in READER.read(text))


@pytest.mark.parametrize("name", ["新庄社区", "新庄社区居民委员会", "新庄村", "新庄村委会", "新庄"])
def test_a_community_has_one_name(name: str) -> None:
    assert community_name(name) == "新庄"
