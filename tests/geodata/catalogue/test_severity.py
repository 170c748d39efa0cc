import pytest

from geodata.catalogue import read_catalogue
from geodata.catalogue.severity import severity_of

LEVELS = read_catalogue().severity


@pytest.mark.parametrize(
    ("dead", "level"),
    [
        (0, None),
        (1, "ordinary"),
        (2, "ordinary"),
        (3, "considerable"),
        (9, "considerable"),
        (10, "major"),
        (29, "major"),
        (30, "extraordinary"),
        (300, "extraordinary"),
    ],
)
def test_the_number_of_dead_itself_belongs_to_its_level(dead: int, level: str | None) -> None:
    assert severity_of(LEVELS, dead=dead) == level


@pytest.mark.parametrize(
    ("gravely_injured", "level"),
    [
        (0, None),
        (1, "ordinary"),
        (9, "ordinary"),
        (10, "considerable"),
        (49, "considerable"),
        (50, "major"),
        (99, "major"),
        (100, "extraordinary"),
    ],
)
def test_the_number_of_gravely_injured_itself_belongs_to_its_level(
    gravely_injured: int, level: str | None
) -> None:
    assert severity_of(LEVELS, gravely_injured=gravely_injured) == level


@pytest.mark.parametrize(
    ("loss_yuan", "level"),
    [
        (0, None),
        (1, "ordinary"),
        (9_999_999.99, "ordinary"),
        (10_000_000, "considerable"),
        (49_999_999, "considerable"),
        (50_000_000, "major"),
        (99_999_999, "major"),
        (100_000_000, "extraordinary"),
    ],
)
def test_the_loss_in_yuan_itself_belongs_to_its_level(loss_yuan: float, level: str | None) -> None:
    assert severity_of(LEVELS, loss_yuan=loss_yuan) == level


def test_the_worst_of_the_three_numbers_counts() -> None:
    assert severity_of(LEVELS, dead=2, gravely_injured=50, loss_yuan=10_000_000) == "major"


def test_one_known_number_is_enough() -> None:
    assert severity_of(LEVELS, dead=None, gravely_injured=None, loss_yuan=50_000_000) == "major"


def test_nothing_known_or_nobody_hurt_is_ungraded() -> None:
    assert severity_of(LEVELS) is None
    assert severity_of(LEVELS, dead=0, gravely_injured=0, loss_yuan=0) is None


def test_accidents_are_graded_and_crimes_and_single_injuries_are_not() -> None:
    graded = read_catalogue().graded_types
    assert {"fire", "fire_electric", "work", "machine", "crash_pedestrian", "gas_leak"} <= graded
    assert graded.isdisjoint({"crime", "assault", "public_order", "injury", "fall", "flood"})
