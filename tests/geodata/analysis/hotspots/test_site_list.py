"""The monthly list holds together, and sees nothing outside its months."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray

from geodata.analysis.hotspots.naming import Gazetteer
from geodata.analysis.hotspots.site_list import (
    Occurrences,
    Rolling,
    SiteList,
    make_site_list,
    rolling_months,
)
from geodata.periods import day_number
from tests.geodata.analysis.streets_making import chequered_network, chequered_streets, piece_at

NETWORK = chequered_network()
Integers = NDArray[np.int64]

GAZETTEER = Gazetteer(NETWORK, [f"{n}路" for n in range(18)])
MONTHS = rolling_months(date(2025, 11, 1))
BAD = piece_at(NETWORK, 625.0, 600.0)


def occurrences(total: int = 600, seed: int = 1) -> Occurrences:
    rng = np.random.default_rng(seed)
    piece = np.concatenate([rng.integers(-1, len(NETWORK), total), np.full(60, BAD)])
    size = len(piece)
    return Occurrences(
        piece=piece,
        day=rng.integers(MONTHS.start, MONTHS.end, size),
        minutes=rng.integers(0, 1_440, size),
        grades=rng.integers(0, 4, size),
        causes=rng.integers(0, 5, size),
    )


def made(happened: Occurrences) -> SiteList:
    return make_site_list(
        happened, chequered_streets(), GAZETTEER, months=MONTHS, grades=3, causes=5
    )


def test_months_roll_from_the_first_of_the_month() -> None:
    days = [date(year, 11, 1) for year in (2022, 2023, 2024, 2025)]
    assert Rolling(*map(day_number, days)) == MONTHS
    assert rolling_months(date(2025, 11, 21)) == MONTHS


def test_every_figure_is_there_for_every_site() -> None:
    found = made(occurrences())
    listed = len(found.sites)
    assert listed > 3
    assert {
        len(found.names),
        len(found.facts.low),
        len(found.facts.graded),
        len(found.facts.peak.hour),
    } == {listed}
    assert {
        len(found.facts.ranks.band),
        len(found.facts.trends.arrow),
        len(found.facts.last_year),
    } == {listed}


def test_the_worst_site_is_named_and_counted() -> None:
    happened = occurrences()
    found = made(happened)
    assert found.names[0].street == "4路"
    inside = np.isin(happened.piece, found.sites.members[0])
    assert found.sites.count[0] == inside.sum()
    assert found.facts.last_year[0] == (inside & (happened.day >= MONTHS.year_before)).sum()
    assert found.facts.graded[0].sum() == (inside & (happened.grades < 3)).sum()
    assert found.facts.low[0] < found.facts.per_year[0] < found.facts.high[0]


def test_what_is_off_the_streets_is_said() -> None:
    happened = occurrences()
    found = made(happened)
    assert (found.located, found.off_street) == (
        (happened.piece >= 0).sum(),
        (happened.piece < 0).sum(),
    )


@pytest.mark.parametrize("day", [MONTHS.start - 1, MONTHS.end])
def test_a_poisoned_record_outside_the_months_changes_nothing(day: int) -> None:
    clean = occurrences()
    poison = np.full(5_000, day)
    poisoned = Occurrences(*(np.append(array, poison % 7) for array in _arrays(clean)))
    poisoned = replace(poisoned, day=np.append(clean.day, poison))
    one, other = made(clean), made(poisoned)
    assert np.array_equal(one.hotspots.pieces.mean, other.hotspots.pieces.mean)
    assert np.array_equal(one.sites.piece, other.sites.piece)
    assert one.facts.per_year.tolist() == other.facts.per_year.tolist()
    assert one.off_street == other.off_street


def test_what_is_expected_of_listed_sites_happens_on_average() -> None:
    expected = happened = 0.0
    for seed in range(15):
        rng = np.random.default_rng(seed)
        rate = rng.gamma(0.7, 1.2 / 0.7, len(NETWORK))
        piece = np.repeat(np.arange(len(NETWORK)), rng.poisson(rate))
        past = occurrences(0, seed)
        drawn = rng.integers(0, 60, len(piece))
        found = made(replace(_drawn(past, drawn), piece=piece))
        expected += found.sites.number.mean.sum()
        happened += sum(rate[members].sum() for members in found.sites.members)
    assert happened == pytest.approx(expected, rel=0.1)


def test_without_incidents_the_list_is_empty() -> None:
    found = made(occurrences().take(np.zeros(660, dtype=np.bool_)))
    assert len(found.sites) == 0
    assert found.names == ()


def _drawn(happened: Occurrences, rows: Integers) -> Occurrences:
    return Occurrences(*(array[rows] for array in _arrays(happened)))


def _arrays(happened: Occurrences) -> list[Integers]:
    return [
        happened.piece,
        happened.day,
        happened.minutes,
        happened.grades,
        happened.causes,
    ]
