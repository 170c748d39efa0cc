"""A site's numbers are the rows they open, with what became of the others."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.hotspots.behind import COUNT, INCIDENT, PARTS, YEAR, Behind, look_behind
from geodata.analysis.hotspots.month_list import make_month_list
from geodata.columns import Columns
from geodata.readmodel import ReadModel
from geodata.results.monthlist import MonthList, Spot, parse_month_list, to_bytes
from geodata.storage.store import open_storage
from geodata.viewer import OFFICE, Viewer
from tests.geodata.hot_town import END, crashes, every, read_all, write_hot_town
from tests.geodata.making import NOW

Made = tuple[MonthList, ReadModel]
SOUTH_WEST = Viewer(frozenset({"D1-1"}), None)
BORDER = (113.5075, 23.1049)
"""A site here reaches into the group north of it."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    storage = open_storage(tmp_path_factory.mktemp("behind"), now=NOW)
    write_hot_town(
        storage,
        *crashes("D", (113.505, 23.104), every(200, 3), grade="death"),
        *crashes("S", BORDER, every(50, 12)),
        *crashes("N", (BORDER[0], BORDER[1] + 0.0003), every(60, 9)),
        *crashes("H", (113.5061, 23.1012), every(60, 7), class_="fall", grade="serious"),
    )
    model, details = read_all(storage)
    storage.close()
    return parse_month_list(to_bytes(make_month_list(model, details, {}, end=END))), model


def behind(made: Made, spot: Spot, part: str = COUNT, viewer: Viewer = OFFICE) -> Behind:
    found = look_behind(made[0], "traffic", spot.number, part, model=made[1], viewer=viewer)
    assert found is not None
    return found


def with_incidents(made: Made, columns: Columns) -> Made:
    return made[0], replace(made[1], columns={**made[1].columns, INCIDENT: columns})


def rows_of(made: Made, numbers: NDArray[np.uint32]) -> NDArray[np.bool_]:
    return np.isin(made[1].columns[INCIDENT].number, numbers)


def test_every_number_of_every_site_has_as_many_rows(made: Made) -> None:
    for kind in made[0].kinds:
        for spot in kind.spots:
            numbers = {COUNT: spot.count, YEAR: spot.last_year}
            for part in PARTS:
                found = look_behind(
                    made[0], kind.kind, spot.number, part, model=made[1], viewer=OFFICE
                )
                assert found is not None
                assert len(found.numbers) == numbers.get(part, spot.graded.get(part)), (spot, part)
                assert found.counted == len(set(found.numbers.tolist()))
                assert (found.hidden, found.ended, found.moved, found.corrected) == (0, 0, 0, 0)
    assert {kind.units for kind in made[0].kinds if kind.spots} == {"pieces", "cells"}


def test_the_rows_are_of_the_kind_and_the_latest_comes_first(made: Made) -> None:
    found = behind(made, made[0].by_kind["traffic"].spots[0])
    columns = made[1].columns[INCIDENT]
    days = columns.from_day[np.searchsorted(columns.number, found.numbers)]
    assert days.tolist() == sorted(days.tolist(), reverse=True)
    year = behind(made, made[0].by_kind["traffic"].spots[0], YEAR)
    assert year.numbers.tolist() == found.numbers[: len(year.numbers)].tolist()


def test_a_limited_viewer_gets_own_rows_and_the_number_of_the_others(made: Made) -> None:
    columns = made[1].columns_for(INCIDENT, SOUTH_WEST)
    across = [
        (whole, own)
        for spot in made[0].by_kind["traffic"].spots
        for whole, own in [(behind(made, spot), behind(made, spot, viewer=SOUTH_WEST))]
        if own.hidden and len(own.numbers)
    ]
    assert across
    for whole, own in across:
        assert own.counted == whole.counted
        assert set(own.numbers.tolist()) == {*whole.numbers.tolist()} & {*columns.number.tolist()}
        assert own.ended == 0


def test_what_ended_moved_or_was_corrected_since_is_said(made: Made) -> None:
    spot = made[0].by_kind["traffic"].spots[0]
    columns, numbers = made[1].columns[INCIDENT], behind(made, spot).numbers
    ended, moved, dated, graded, typed = (rows_of(made, numbers[n : n + 1]) for n in range(5))
    changed = replace(
        columns,
        x=np.where(moved, 0, columns.x).astype(np.uint32),
        from_day=np.where(dated, columns.from_day - 900, columns.from_day).astype(np.uint16),
        grades=np.where(graded, 3, columns.grades).astype(np.uint8),
        classes=np.where(typed, 255, columns.classes).astype(np.uint8),
    ).take(~ended)
    now = behind(with_incidents(made, changed), spot)
    assert (now.counted, len(now.numbers)) == (spot.count, spot.count - 1)
    assert (now.hidden, now.ended, now.moved, now.corrected) == (0, 1, 1, 3)
    limited = behind(with_incidents(made, changed), spot, viewer=Viewer(frozenset(), None))
    assert (len(limited.numbers), limited.hidden, limited.ended) == (0, spot.count - 1, 1)


def test_of_a_list_made_before_they_were_kept_nothing_is_said(made: Made) -> None:
    old = parse_month_list(to_bytes(replace(made[0], members=None)))
    assert old.kinds == made[0].kinds
    assert look_behind(old, "traffic", 1, COUNT, model=made[1], viewer=OFFICE) is None
