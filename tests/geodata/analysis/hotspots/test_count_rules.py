"""Official rules count as they are written: 以上 includes the number."""

import numpy as np
import pytest
from numpy.typing import NDArray

from geodata.analysis.hotspots.count_rules import counts_for, pieces_meeting
from geodata.analysis.streets.reach import piece_distances
from geodata.catalogue import read_catalogue
from geodata.catalogue.model import CountRule, Threshold, Words
from tests.geodata.analysis.streets_making import chequered_network, piece_at

NETWORK = chequered_network(2)
DISTANCES = piece_distances(NETWORK, limit_m=300.0)
HERE = piece_at(NETWORK, 75, 0)
FIVE_OR_DEATHS = CountRule(
    id="example",
    name=Words(zh="例", en="Example"),
    incident_types=("traffic",),
    stretch_m=100.0,
    months=36,
    thresholds=(Threshold(least=5), Threshold(least=2, grades=("death", "serious"))),
    source="an example",
)


def counted(total: int, **graded: int) -> bool:
    def counts(threshold: Threshold) -> NDArray[np.int64]:
        every = np.zeros(len(NETWORK), dtype=np.int64)
        every[HERE] = sum(graded.get(g, 0) for g in threshold.grades) if threshold.grades else total
        return every

    return bool(pieces_meeting(FIVE_OR_DEATHS, counts, DISTANCES)[HERE])


@pytest.mark.parametrize(("total", "met"), [(4, False), (5, True), (6, True)])
def test_the_number_itself_is_enough(total: int, met: bool) -> None:  # noqa: FBT001
    assert counted(total) is met


def test_any_threshold_is_enough_and_grades_add_up() -> None:
    assert counted(2, death=1, serious=1)
    assert not counted(2, death=1)
    assert not counted(2, slight=2)


def test_the_stretch_is_centred_on_the_piece() -> None:
    every = np.zeros(len(NETWORK), dtype=np.int64)
    every[HERE] = 5
    met = pieces_meeting(FIVE_OR_DEATHS, lambda t: every * (not t.grades), DISTANCES)
    beside = np.flatnonzero(DISTANCES[[HERE]].toarray()[0])
    far = DISTANCES[[HERE]].toarray()[0]
    assert met[beside[far[beside] <= 50.0]].all()
    assert not met[beside[far[beside] > 50.0]].any()


def test_declared_rules_can_be_applied_and_unchecked_ones_say_so() -> None:
    every = np.full(len(NETWORK), 10)
    rules = read_catalogue().count_rules
    for rule in rules:
        assert pieces_meeting(rule, lambda _: every, DISTANCES).all()
    assert {rule.id for rule in rules if rule.unverified} == {
        "city_black_spot",
        "serious_in_a_year",
    }


@pytest.mark.parametrize(
    ("threshold", "counting"),
    [
        (Threshold(least=1), [0, 1, 2, 3]),
        (Threshold(least=1, grades=("death",)), [0, 1]),
        (Threshold(least=1, dead=3), [1]),
        (Threshold(least=1, dead=1), [0, 1]),
        (Threshold(least=1, grades=("serious",), dead=1), []),
    ],
)
def test_incidents_count_by_grade_and_by_people_killed(
    threshold: Threshold, counting: list[int]
) -> None:
    grades = np.array(["death", "death", "serious", None], dtype=np.object_)
    dead = np.array([1.0, 3.0, 0.0, np.nan])
    assert np.flatnonzero(counts_for(threshold, grades, dead)).tolist() == counting
