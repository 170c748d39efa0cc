"""The month's list tells what the ledgers say, of its 36 months only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from geodata.analysis.hotspots.month_list import last_whole_month, make_month_list, steps_of
from geodata.errors import AnalysisError
from geodata.records import Occurrence, Position, Record
from geodata.results.monthlist import OUTDOORS, MonthList, Spot, parse_month_list, to_bytes
from geodata.storage.store import Storage, open_storage
from tests.geodata.hot_town import (
    BAD,
    END,
    crashes,
    every,
    kinds_in,
    read_all,
    write_hot_town,
)
from tests.geodata.making import NOW, at, incident, write, write_town

Make = Callable[..., MonthList]


@contextmanager
def opened(folder: Path) -> Iterator[Storage]:
    storage = open_storage(folder, now=NOW)
    yield storage
    storage.close()


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write the town with more incidents and make its list."""

    def made(*more: Record, end: date = END) -> MonthList:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        with opened(folder) as storage:
            write_hot_town(storage, *more)
            model, details = read_all(storage)
        return make_month_list(model, details, {}, end=end)

    return made


def worst(made: MonthList, kind: str = "traffic") -> Spot:
    return made.by_kind[kind].spots[0]


def test_the_bad_junction_comes_first_with_its_own_count_and_name(make: Make) -> None:
    spot = worst(make())
    assert (spot.number, spot.band) == (1, "A")
    assert set(spot.name.crossing) == {"东西3路", "南北3路"}
    assert spot.name.at_junction
    assert spot.area == "D1-1"
    assert 30 <= spot.count <= 36
    assert spot.graded["slight"] == spot.count
    assert spot.low < spot.per_year < spot.high
    assert spot.times > 2.0
    assert (spot.peak, spot.arrow) == (15, 0)
    assert spot.kind is not None
    assert (spot.kind.value, spot.kind.count) == ("crash_two_wheeler", 30)


def test_every_kind_that_occurs_is_listed_and_none_else(make: Make) -> None:
    made = make(incident("F", occurred_at=NOW - timedelta(days=90), class_="fire_electric"))
    traffic, fire = ["traffic", "crash_vehicles", "crash_two_wheeler"], ["fire", "fire_electric"]
    assert kinds_in(made) == [OUTDOORS, "indoors", *traffic, *fire]
    assert made.by_kind["fire"].units == "cells"
    assert made.by_kind["fire"].spots == ()
    assert (made.by_kind["traffic"].incidents, made.by_kind["traffic"].located) == (90, 90)


def test_the_months_are_the_36_before_the_day(make: Make) -> None:
    made = make()
    assert (made.month, made.start, made.end) == ("2025-12", "2023-01-01", "2026-01-01")
    on_edges = [date(2023, 1, 1), date(2025, 12, 31), date(2022, 12, 31), date(2026, 1, 1)]
    more = make(*crashes("X", (113.5103, 23.1041), on_edges))
    assert more.by_kind["traffic"].incidents == 92


def test_a_poisoned_future_record_changes_nothing(make: Make) -> None:
    poison = crashes("P", (113.51, 23.108), [END + timedelta(days=n) for n in range(50)])
    clean, poisoned = make(), make(*poison)
    assert to_bytes(replace(poisoned, version=clean.version)) == to_bytes(clean)


def test_with_fewer_than_five_nothing_is_listed_or_coloured(make: Make) -> None:
    few = crashes("W", (113.51, 23.102), every(40, 4), class_="animal")
    found = make(*few).by_kind["animal"]
    assert (found.located, found.spots) == (4, ())
    enough = make(*few, *crashes("V", (113.51, 23.102), every(50, 1), class_="animal"))
    assert enough.by_kind["animal"].spots[0].count == 5
    assert not make(*few).steps["animal"].any()
    assert enough.steps["animal"].any()


def test_what_happens_inside_is_listed_by_cells(make: Make) -> None:
    falls = crashes("H", (113.5061, 23.1012), every(60, 7), class_="fall", grade="serious")
    found = make(*falls).by_kind["fall"]
    assert (found.units, found.located, len(found.spots)) == ("cells", 7, 1)
    assert found.spots[0].count == 7
    assert found.spots[0].name.street.startswith(("东西", "南北"))
    assert found.spots[0].kind is None


def test_causes_that_occur_again_are_told_and_others_never(make: Make) -> None:
    speeding = crashes("S", BAD, every(20, 6), attributes={"cause": " 超速 "})
    once = crashes("O", BAD, every(25, 2), attributes={"cause": "张三闯红灯"})
    made = make(*speeding, *once)
    told = worst(made).cause
    assert told is not None
    assert (told.value, told.count, told.known) == ("超速", 6, 6)
    assert "张三".encode() not in to_bytes(made)


def test_rough_positions_take_the_wider_window(make: Make) -> None:
    rough = Position(*BAD, x=BAD[0], y=BAD[1], precision_m=80.0)
    one = incident("Q", occurred_at=NOW - timedelta(days=60), class_="traffic", position=rough)
    made = make(one)
    assert (made.window_m, made.precision_m) == (250.0, 80.0)
    exact = one._replace(position=rough._replace(precision_m=50.0))
    assert (make(exact).window_m, make().precision_m) == (100.0, None)


def test_one_crash_with_three_dead_meets_the_rule_and_two_do_not(make: Make) -> None:
    def with_dead(number: int) -> MonthList:
        place = (113.5175, 23.1025)
        fatal = crashes("D", place, every(100, 1), grade="death", class_="crash_vehicles")
        occurrence = Occurrence(occurred_at=NOW - timedelta(days=100), dead=number)
        return make(fatal[0]._replace(occurrence=occurrence))

    two, three = with_dead(2).ruled["city_black_spot"], with_dead(3).ruled["city_black_spot"]
    assert three.sum() > two.sum()
    assert worst(with_dead(2)).rules[:1] == ("city_black_spot",)


def test_a_list_is_the_same_after_it_was_kept(make: Make) -> None:
    made = make()
    back = parse_month_list(to_bytes(made))
    assert to_bytes(back) == to_bytes(made)
    assert back.kinds == made.kinds
    with pytest.raises(ValueError, match="SMB1"):
        parse_month_list(b"something else")


def test_the_last_whole_month_is_one_the_ledgers_reach_the_end_of(tmp_path: Path) -> None:
    with opened(tmp_path) as storage:
        write_town(storage)
        assert last_whole_month(read_all(storage)[0], date(2026, 1, 5)) is None
        days = [date(2025, 10, 20), date(2025, 11, 29)]
        write(storage, "incident", crashes("B", BAD, days), data_date=days[-1])
        model = read_all(storage)[0]
    assert last_whole_month(model, date(2026, 1, 5)) == date(2025, 11, 1)
    until = replace(model, data_dates={"incident": date(2025, 11, 30)})
    assert last_whole_month(until, date(2026, 1, 5)) == date(2025, 12, 1)
    assert last_whole_month(until, date(2025, 11, 30)) == date(2025, 11, 1)


def test_without_streets_it_says_what_to_do(tmp_path: Path) -> None:
    with opened(tmp_path) as storage:
        write_town(storage)
        write(storage, "incident", [incident("B", position=at(*BAD))])
        model, details = read_all(storage)
    with pytest.raises(AnalysisError, match="街路"):
        make_month_list(model, details, {}, end=END)


@pytest.mark.parametrize(
    ("times", "count", "step"),
    [(1.99, 9, 0), (2.0, 9, 1), (4.0, 9, 2), (7.9, 9, 2), (8.0, 5, 3), (50.0, 4, 0)],
)
def test_a_colour_is_a_multiple_of_the_average_and_needs_five(
    times: float, count: int, step: int
) -> None:
    assert steps_of(np.array([times]), np.array([count])).tolist() == [step]
