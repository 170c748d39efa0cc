"""From degrees to degrees, with what was measured on the way."""

import pytest
import shapely

from geodata.addresses.placer import Addressed, KnownAddresses, Placer
from geodata.around import distance_m

LNG, LAT = 113.5, 23.1
STEP = 0.0001
"""Degrees of longitude from one number to the next, some 10 m."""


def known(numbers: range) -> KnownAddresses:
    places = [
        Addressed(("rental", n), 1, None, f"新庄路{n}号", LNG + n * STEP, LAT) for n in numbers
    ]
    street = shapely.LineString([(LNG, LAT), (LNG + 0.01, LAT)])
    return KnownAddresses(places, [], {"新庄路": [street]}, {}, ["永和街道"])


def test_a_place_between_two_numbers_is_proposed_where_it_is() -> None:
    placer = Placer(known(range(1, 90, 2)))
    place = placer.propose("永和街道新庄路四十六号")
    assert place is None  # the other side of the street is another row of numbers
    place = Placer(known(range(2, 90, 4))).propose("永和街道新庄路四十四号")
    assert place is not None
    assert place.way == "between_numbers"
    assert distance_m((place.lng, place.lat), (LNG + 44 * STEP, LAT)) < 1
    assert 0.8 < place.score < 1
    assert place.precision_m == pytest.approx(20.5, abs=1)


def test_where_nothing_is_known_nothing_is_proposed() -> None:
    empty = Placer(KnownAddresses([], [], {}, {}, []))
    assert empty.propose("新庄路5号") is None
    assert empty.trial("same_address").tried == 0
