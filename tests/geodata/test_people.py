"""People added up over areas: nobody twice, and no sum that lacks somebody."""

from geodata.areas import build_area_tree
from geodata.people import People, count_people, people_by_area

TREE = build_area_tree(
    [
        ("D", "街", "district", None),
        ("D1", "甲", "community", "D"),
        ("D2", "乙", "community", "D"),
        ("G", "组", "group", "D1"),
    ]
)
STREET, FIRST, SECOND, GROUP = range(4)
REGISTERED, FLOATING = 0, 1


def _people(told: dict[tuple[int, int, int], int]) -> People:
    return People(told)


def test_an_area_has_its_own_figure_and_not_those_below_it_again() -> None:
    people = _people({(STREET, 2025, 0): 100, (FIRST, 2025, 0): 61, (SECOND, 2025, 0): 38})
    every = range(4)
    assert count_people(people, TREE, every, kinds=[REGISTERED], year=2025) == 100
    assert count_people(people, TREE, [FIRST, GROUP], kinds=[REGISTERED], year=2025) == 61


def test_an_area_without_a_figure_has_those_below_it_together() -> None:
    people = _people({(GROUP, 2025, 0): 60, (SECOND, 2025, 0): 38})
    assert count_people(people, TREE, range(4), kinds=[REGISTERED], year=2025) == 98


def test_a_sum_that_lacks_an_area_or_a_kind_is_unknown() -> None:
    people = _people({(FIRST, 2025, 0): 61, (SECOND, 2024, 0): 38})
    assert count_people(people, TREE, range(4), kinds=[REGISTERED], year=2025) is None
    assert count_people(people, TREE, [FIRST], kinds=[REGISTERED, FLOATING], year=2025) is None
    assert count_people(people, TREE, [], kinds=[REGISTERED], year=2025) is None


def test_years_come_latest_first() -> None:
    assert _people({(0, 2023, 0): 1, (0, 2025, 0): 1, (1, 2025, 0): 1}).years == (2025, 2023)


def test_people_by_area_are_of_the_newest_year_that_tells_everybody() -> None:
    told = {(FIRST, 2024, 0): 60, (SECOND, 2024, 0): 30, (GROUP, 2024, 0): 20, (FIRST, 2025, 0): 61}
    found = people_by_area(_people(told), TREE, choices=[(0,), (1,)], until=2026)
    assert found == ({FIRST: 60, SECOND: 30, GROUP: 20}, (0,), 2024)
    later = told | {(STREET, 2025, 1): 99}
    assert people_by_area(_people(later), TREE, choices=[(0,), (1,)], until=2026) == (
        {STREET: 99}, (1,), 2025,
    )  # fmt: skip


def test_where_no_year_tells_everybody_those_are_taken_who_are_told() -> None:
    told = {(FIRST, 2024, 0): 60, (FIRST, 2025, 0): 61, (SECOND, 2026, 0): 30}
    assert people_by_area(_people(told), TREE, choices=[(0,)], until=2025) == (
        {FIRST: 61}, (0,), 2025,
    )  # fmt: skip
    assert people_by_area(_people({}), TREE, choices=[(0,)], until=2025) == ({}, (), None)
