import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.masking import (
    HIDDEN,
    mask_address,
    mask_field,
    mask_id,
    mask_name,
    mask_phone,
    scrub_text,
)

MASKS = {"person": mask_name, "phone": mask_phone, "id_number": mask_id, "address": mask_address}


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        ("张 三", "张**"),
        ("欧阳锋、李四", "欧**、李**"),
        ("张三／李四", "张**、李**"),
        ("(张三)", "张**"),
        ("张三13812345678", "张**"),
        ("𠮷 野", "𠮷**"),
        ("阿卜杜拉·买买提", "阿**"),
        ("John Smith", "J**、S**"),
        ("——", HIDDEN),
        ("  ", ""),
    ],
)
def test_a_name_keeps_its_first_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("1 3 8 1 2 3 4 5 6 7 8", "138****5678"),
        ("１３８１２３４５６７８", "138****5678"),
        ("138\u200b1234\u200b5678", "138****5678"),
        ("+86-138-1234-5678", "138****5678"),
        ("8613812345678", "138****5678"),
        ("13812345678.0", "138****5678"),
        ("13812345678/020-82981234", "138****5678、020-****1234"),
        ("(020)82981234", "020-****1234"),
        ("0755 8298 1234", "0755-****1234"),
        ("02082981234", "****1234"),
        ("82981234转801", "****1234"),
        ("1381234567", "****4567"),
        ("1.3812345678E10", "****5678"),
        ("12345", "****"),
        ("张三13812345678", "138****5678"),
        ("问张三", HIDDEN),
        ("", ""),
    ],
)
def test_a_phone_cell_keeps_the_ends_of_its_numbers_and_nothing_else(
    phone: str, masked: str
) -> None:
    assert mask_phone(phone) == masked


def test_an_id_number_is_hidden_and_its_length_too() -> None:
    assert mask_id("11010519491231002X") == mask_id("1") == HIDDEN
    assert mask_id(" ") == ""


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("新庄西街12号3栋502房", "新庄西街12号3栋"),
        ("新庄西街１２号３栋５０２", "新庄西街12号3栋"),
        ("新庄西街12号501房", "新庄西街12号"),
        ("新庄西街12号5号房", "新庄西街12号"),
        ("新庄西街12号之一", "新庄西街12号"),
        ("新庄西街12号3栋502房(近A座)", "新庄西街12号3栋"),
        ("新庄村三社12巷5号4楼401", "新庄村三社12巷5号"),
        ("阳光花园 3 栋 2 单元 501", "阳光花园 3 栋"),
        ("12号A座1203", "12号A座"),
        ("3号楼1单元", "3号楼"),
        ("二号楼三层", "二号楼"),
        ("永和花园A3-502", "永和花园A3"),
        ("禾丰新村502", "禾丰新村"),
        ("107国道旁", "107国道旁"),
        ("永和大道(电话13812345678)旁", "永和大道(电话138****5678)旁"),
        ("502室", ""),
        ("", ""),
    ],
)
def test_an_address_ends_at_its_building(address: str, masked: str) -> None:
    assert mask_address(address) == masked


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("联系13812345678张先生", "联系138****5678张先生"),
        ("打020-82981234或138-1234-5678。", "打020-****1234或138****5678。"),
        ("身份证11010519491231002X", f"身份证{HIDDEN}"),
        ("11010519491231002x", HIDDEN),
        ("110105 19491231 002X", HIDDEN),
        ("1101051949123100２Ｘ", HIDDEN),
        ("旧证130503670401001", f"旧证{HIDDEN}"),
        ("身份证号码:110105194912310021", f"身份证号码:{HIDDEN}"),
        ("证件号码G12345678", f"证件号码{HIDDEN}"),
        ("13812345678 11010519491231002X", f"138****5678 {HIDDEN}"),
    ],
)
def test_numbers_of_people_are_masked_inside_any_text(text: str, scrubbed: str) -> None:
    assert scrub_text(text) == scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # wrong check digit and called nothing: a serial number
        "110105194913310027",  # no thirteenth month
        "案件A4401125300002026010001",
        "订单13812345678901",
        "113.5123456789,23.1234567",
        "2025-01-01 2026-01-01 12",
        "15 18 20 22 24 3",
        "A{{7*7}}B，ｘ{#1栋",
        "面积１２３㎡",
    ],
)
def test_other_text_stays_as_written(text: str) -> None:
    assert scrub_text(text) == text


@given(
    st.sampled_from([*MASKS, "text"]),
    st.text(alphabet="张三 1238０-、*()栋号房AX\u200b转身份证", max_size=30),
)
def test_masking_what_is_masked_changes_nothing_more_than_it_hides(kind: str, text: str) -> None:
    masked = mask_field(kind, text)
    assert sum(map(str.isdigit, mask_field(kind, masked))) <= sum(map(str.isdigit, masked))


@given(st.integers(13_000_000_000, 19_999_999_999), st.text(max_size=5), st.text(max_size=5))
def test_no_mobile_number_survives_in_any_field(mobile: int, before: str, after: str) -> None:
    if before[-1:].isdigit() or after[:1].isdigit():
        return
    for kind in (*MASKS, "text"):
        assert str(mobile) not in mask_field(kind, f"{before}{mobile}{after}")


def test_a_field_is_masked_by_the_type_its_layer_declares() -> None:
    assert [mask_field(kind, "12号3栋5房13812345678") for kind in ("address", "phone", "text")] == [
        "12号3栋",
        "138****5678",
        "12号3栋5房138****5678",
    ]
