from datetime import date

import numpy as np
import pytest

from etl.town.incident_kinds import FAMILIES
from etl.town.incidents import Incidents
from etl.town.retold import RETOLD, retell, reworded
from geodata.addresses.reading import AddressReader
from geodata.analysis.duplicates.alike import SAME, compare_addresses
from geodata.analysis.duplicates.pair_levels import level
from geodata.analysis.duplicates.pair_making import kinship
from geodata.catalogue import read_catalogue
from tests.etl.town.conftest import AS_OF, Happening


@pytest.fixture(scope="module")
def again(happening: Happening) -> dict[str, Incidents]:
    return retell(happening(AS_OF), AS_OF, np.random.default_rng(6))


def test_one_or_two_incidents_in_a_hundred_are_told_of_twice(
    happening: Happening, again: dict[str, Incidents]
) -> None:
    total = sum(len(part.day) for part in happening(AS_OF).values())
    assert 0.01 < sum(len(part.day) for part in again.values()) / total < 0.025
    assert set(again) == {"injury", "community"}


def test_what_is_told_again_is_another_kind_of_the_same_minutes_place_and_people(
    happening: Happening, again: dict[str, Incidents]
) -> None:
    said = {
        (one.party[n], one.phone[n]): (family, one, n)
        for family, one in happening(AS_OF).items()
        for n in range(len(one.day))
    }
    for family, part in again.items():
        for n in range(len(part.day)):
            before, one, row = said[part.party[n], part.phone[n]]
            assert FAMILIES[before].source != FAMILIES[family].source
            assert RETOLD[str(one.kind[row])].word == part.kind[n]
            apart = (
                part.day[n] - one.day[row] + np.timedelta64(part.minute[n] - one.minute[row], "m")
            )
            assert abs(apart) < np.timedelta64(1, "h")
            assert np.hypot(part.x[n] - one.x[row], part.y[n] - one.y[row]) < 80
            assert part.address[n] != one.address[row]
            assert part.injured[n] == one.injured[row]


def test_nothing_is_told_again_on_the_day_of_the_ledgers(happening: Happening) -> None:
    first = date(2026, 1, 1)
    for seed in range(20):
        told = retell(happening(first), first, np.random.default_rng(seed))
        assert all((part.day < np.datetime64(first)).all() for part in told.values())


def test_each_kind_is_retold_as_one_that_may_be_the_same_event() -> None:
    layer = read_catalogue().by_layer["incident"]
    assert layer.classes is not None
    akin = kinship(layer)
    words = {
        word: n
        for n, value in enumerate(layer.classes.values)
        for word in (value.name.zh, *value.words)
    }
    for kind, told in RETOLD.items():
        assert akin[words[kind], words[told.word]] == level("class", "akin"), kind


@pytest.mark.parametrize(
    "address",
    [
        "永岗社区永贤大道25号",
        "永岗社区永贤大道25号附近路段",
        "永岗大道与永贤大道路口",
        "永岗大道新庄村口路段",
    ],
)
def test_another_wording_names_the_same_place(address: str) -> None:
    reader = AddressReader(["永贤大道", "永岗大道"], ["永岗社区"])
    assert reworded(address) != address
    assert compare_addresses(reader.read(address), reader.read(reworded(address))) == SAME
