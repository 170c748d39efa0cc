"""Where an address may lie, by what is known; never by the record itself, never by two places."""

import pytest
import shapely

from geodata.addresses.book import AddressBook, KnownPlace


def book(*known: tuple[str | None, str | None, float, float]) -> AddressBook:
    """A book of places (name, address, x, y) numbered from 1, two streets and a community."""
    places = [
        KnownPlace(("rental", n), name, address, x, y)
        for n, (name, address, x, y) in enumerate(known, 1)
    ]
    streets = {
        "新庄路": [shapely.LineString([(0, 0), (900, 0)])],
        "永贤大道": [shapely.LineString([(300, -500), (300, 500)])],
        "短巷": [shapely.LineString([(600, 10), (600, 90)])],
    }
    return AddressBook(places, streets, {"新庄社区": shapely.box(0, -200, 900, 200)})


ROW = [
    (None, f"新庄社区新庄路{n}号", n * 4.0, 10.0 if n % 2 else -10.0) for n in (1, 2, 11, 12, 31)
]


def found(of: AddressBook, text: str) -> list[tuple[str, float, float]]:
    return [(one.way, round(one.x_m, 1), round(one.y_m, 1)) for one in of.find(text)]


def test_the_same_house_is_found_however_it_is_written() -> None:
    assert found(book(*ROW), "永和街道新庄路十一号302房")[0] == ("same_address", 44.0, 10.0)


def test_another_building_of_the_number_is_found_as_that() -> None:
    assert found(book(*ROW), "新庄路11号3栋")[0] == ("same_number", 44.0, 10.0)


def test_a_number_between_two_of_its_side_is_interpolated() -> None:
    first, second = book(*ROW).find("新庄路6号")
    assert (first.way, round(first.x_m, 1), first.y_m) == ("between_numbers", 24.0, -10.0)
    assert first.spread_m == pytest.approx(20.0)
    assert second.way == "near_number"


def test_numbers_far_apart_say_nothing_of_one_between() -> None:
    far = [(None, "新庄路2号", 0.0, 0.0), (None, "新庄路200号", 900.0, 0.0)]
    assert found(book(*far), "新庄路100号") == []


def test_a_junction_is_where_the_streets_meet() -> None:
    assert found(book(), "新庄路与永贤大道路口") == [("junction", 300.0, 0.0)]


def test_streets_that_do_not_meet_have_no_junction() -> None:
    assert found(book(), "永贤大道与短巷路口") == []


def test_a_name_finds_its_place_and_one_of_two_places_finds_none() -> None:
    one = book(("新庄小学", None, 500.0, 50.0))
    two = book(("便民超市", None, 0.0, 0.0), ("便民超市", None, 800.0, 0.0))
    assert found(one, "新庄小学门口") == [("named", 500.0, 50.0)]
    assert found(two, "便民超市") == []


def test_only_a_short_street_is_a_place() -> None:
    assert found(book(), "短巷") == [("street", 600.0, 50.0)]
    assert found(book(), "新庄路") == []


def test_a_record_is_not_found_by_itself() -> None:
    known = book(*ROW)
    ways = [one.way for one in known.find("新庄路11号", without=("rental", 3))]
    assert ways == ["between_numbers", "near_number"]


def test_a_place_outside_the_written_community_says_how_far() -> None:
    known = book((None, "新庄路5号", 20.0, 500.0))
    (one,) = (one for one in known.find("新庄社区新庄路5号") if one.way == "same_address")
    assert one.outside_m == pytest.approx(300.0)


def test_the_written_community_tells_two_streets_of_one_name_apart() -> None:
    known = book((None, "新庄社区中街5号", 0.0, 0.0), (None, "永岗社区中街5号", 700.0, 0.0))
    assert found(known, "永岗社区中街5号")[0] == ("same_address", 700.0, 0.0)
    assert found(known, "中街5号") == []
