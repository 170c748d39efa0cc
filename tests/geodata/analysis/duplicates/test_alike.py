"""Names and addresses as two offices write them."""

import pytest

from geodata.addresses.plain import plain_address
from geodata.addresses.reading import AddressReader
from geodata.analysis.duplicates.alike import (
    ALIKE,
    OTHER,
    SAME,
    UNKNOWN,
    compare_addresses,
    compare_names,
)

READER = AddressReader(["新庄西街", "永和大道"], ["新庄社区", "永岗社区"], ["永和街道"])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("美宜佳便利店", "美宜佳便利店", SAME),
        ("幸福公寓３栋", "幸福公寓三栋", SAME),
        ("美宜佳便利店", "永和美宜佳便利店（新庄店）", ALIKE),
        ("广州永和五金制品有限公司", "永和五金制品公司", ALIKE),
        ("幸福公寓3栋", "幸福公寓4栋", OTHER),
        ("美宜佳便利店", "兴旺网吧", OTHER),
        ("网吧", "兴旺网吧旁桌球室", OTHER),
        ("", "兴旺网吧", UNKNOWN),
    ],
)
def test_names(one: str, other: str, expected: int) -> None:
    a, b = plain_address(one), plain_address(other)
    assert compare_names(a, b) == expected == compare_names(b, a)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("新庄西街12号", "永和街道新庄社区新庄西街１２号", SAME),
        ("新庄西街12号", "新庄西街十二号301房", SAME),
        ("新庄西街12号", "新庄西街12号3栋", SAME),
        ("新庄西街12号2栋", "新庄西街12号3栋", OTHER),
        ("新庄西街12号", "新庄西街14号", OTHER),
        ("新庄西街12号", "新庄西街12号之一", OTHER),
        ("新庄西街12号", "永和大道12号", OTHER),
        ("新庄社区新庄西街12号", "永岗社区新庄西街12号", OTHER),
        ("新庄西街12号", "新庄西街", ALIKE),
        ("永和大道与新庄西街交叉口", "新庄西街永和大道路口", SAME),
        ("永和大道美宜佳便利店门口", "永和大道美宜佳便利店旁", SAME),
        ("永和大道美宜佳便利店", "永和大道兴旺网吧", OTHER),
        ("新庄社区", "新庄西街12号", UNKNOWN),
        ("", "新庄西街12号", UNKNOWN),
    ],
)
def test_addresses(one: str, other: str, expected: int) -> None:
    a, b = READER.read(one), READER.read(other)
    assert compare_addresses(a, b) == expected == compare_addresses(b, a)
