"""Points lie on the nearest street that has a name, or on none."""

import numpy as np
import shapely

from geodata.analysis.streets.named_streets import NamedStreets, named_streets
from geodata.analysis.unit_changes import NOWHERE
from geodata.coordinates.mercator import to_world
from geodata.shapes import Shapes, pack_shapes

LNG, LAT = 113.5, 23.1
METRE = 1 / 111_000


def streets(*lines: tuple[str, list[tuple[float, float]]]) -> Shapes:
    """Pack lines given in metres from a corner."""
    drawn = [
        shapely.linestrings(
            [(LNG + x * METRE / np.cos(np.radians(LAT)), LAT + y * METRE) for x, y in line]
        )
        for _, line in lines
    ]
    count = len(lines)
    return pack_shapes(
        "street",
        np.array(drawn, dtype=np.object_),
        number=np.arange(count, dtype=np.uint32),
        classes=np.zeros(count, np.uint8),
        areas=np.zeros(count, np.uint16),
        names=[name for name, _ in lines],
    )


TOWN = named_streets(
    streets(
        ("中路", [(0, 0), (100, 0), (200, 0)]),
        ("", [(0, 100), (200, 100)]),
        ("中路", [(200, 0), (300, 0)]),
        ("北路", [(0, 200), (200, 200)]),
    )
)


def found(town: NamedStreets, *metres: tuple[float, float]) -> list[str]:
    x, y = np.array(metres, dtype=np.float64).reshape(-1, 2).T * METRE
    placed = np.ones(len(x), np.uint8)
    at = town.at(*to_world(LNG + x / np.cos(np.radians(LAT)), LAT + y), placed)
    return [town.names[n] if n != NOWHERE else "" for n in at.tolist()]


def test_lines_of_one_name_are_one_street() -> None:
    assert TOWN.names == ("中路", "北路")
    assert found(TOWN, (50, 10), (250, -20), (50, 10), (60, 190)) == [
        "中路",
        "中路",
        "中路",
        "北路",
    ]


def test_beyond_reach_or_nearer_to_a_street_without_a_name_it_is_on_none() -> None:
    assert found(TOWN, (50, 40), (50, 90), (50, 29)) == ["", "", "中路"]


def test_what_has_no_position_is_on_none() -> None:
    x, y = to_world([LNG, np.nan], [LAT, np.nan])
    assert TOWN.at(x, y, np.array([1, 0], np.uint8)).tolist() == [0, NOWHERE]


def test_where_no_street_has_a_name_all_is_on_none() -> None:
    assert found(named_streets(streets(("", [(0, 0), (100, 0)]))), (50, 0)) == [""]
    assert found(named_streets(streets()), (50, 0)) == [""]
    assert found(TOWN) == []
