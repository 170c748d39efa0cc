"""A record that stands for others: in their projects, seen by right of each, undone exactly."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from geodata.build import build_read_model
from geodata.columns import Columns, to_arrays
from geodata.criteria import project_bits
from geodata.merged import standing_for
from geodata.readmodel import ReadModel
from geodata.storage.correct import Corrector
from geodata.storage.duplicates import Seen, merge, take_back
from geodata.storage.store import Storage, open_storage
from geodata.viewer import OFFICE, Viewer
from tests.geodata.making import CATALOGUE, DAY, NOW, at, incident, write, write_town

INCIDENT = CATALOGUE.by_layer["incident"]
WEST, EAST = at(113.501, 23.101), at(113.515, 23.104)
FIRE, WORK, CRASH, BRAWL = 1, 2, 3, 4


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    """Four events: a fire, a work accident linked to two projects by its ledger, a crash, a brawl.

    The crash lies in the east, the others in the west.
    """
    opened = open_storage(tmp_path, now=NOW)
    write_town(opened)
    records = [
        incident("F", class_="fire", position=WEST),
        incident("W", class_="machine", projects=("workplace", "health"), position=WEST),
        incident("C", class_="traffic", position=EAST, occurred_at=DAY + timedelta(days=1)),
        incident("B", class_="brawl", position=WEST),
    ]
    write(opened, "incident", records)
    yield opened
    opened.close()


def _model(storage: Storage, earlier: ReadModel | None = None) -> ReadModel:
    return build_read_model(storage, CATALOGUE, earlier)


def _merge(storage: Storage, kept: int, other: int) -> int:
    by = Corrector("chen.li", "同一起")
    with storage.writing() as connection:
        return merge(connection, INCIDENT, Seen(kept, 1), Seen(other, 1), by=by, now=NOW)


def _take_back(storage: Storage, number: int) -> None:
    with storage.writing() as connection:
        take_back(connection, INCIDENT, number, now=NOW)


def _projects(columns: Columns, number: int) -> int:
    return int(columns.projects[np.flatnonzero(columns.number == number)[0]])


def _bits(*projects: str) -> int:
    return project_bits(CATALOGUE, frozenset(projects))


def test_those_that_stand_in_the_end_are_found() -> None:
    numbers = np.array([1, 2, 3, 9], np.uint32)
    assert standing_for(numbers, {2: 3, 3: 7}).tolist() == [1, 7, 7, 9]
    assert standing_for(numbers, {}).tolist() == numbers.tolist()


def test_a_record_belongs_to_the_projects_of_all_it_stands_for(storage: Storage) -> None:
    before = {n: _projects(_model(storage).columns["incident"], n) for n in (FIRE, WORK, CRASH)}
    assert before[WORK] == _bits("workplace", "health")
    assert before[FIRE] & _bits("fire")
    _merge(storage, CRASH, WORK)
    _merge(storage, FIRE, CRASH)  # what was merged before goes along
    columns = _model(storage).columns["incident"]
    assert columns.number.tolist() == [FIRE, BRAWL]
    assert _projects(columns, FIRE) == before[FIRE] | before[WORK] | before[CRASH]


def test_a_merge_that_is_taken_back_leaves_the_projects_as_they_were(storage: Storage) -> None:
    before = _model(storage)
    first = _merge(storage, FIRE, WORK)
    second = _merge(storage, FIRE, CRASH)
    during = _model(storage, before)
    assert during.columns["incident"].merged is not None
    _take_back(storage, first)
    assert _projects(_model(storage).columns["incident"], WORK) == _bits("workplace", "health")
    _take_back(storage, second)
    after = _model(storage, during).columns["incident"]
    for field in fields(after):
        np.testing.assert_equal(
            getattr(after, field.name), getattr(before.columns["incident"], field.name)
        )


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [
        (OFFICE, {WORK, CRASH}),
        (Viewer(areas=None, projects=frozenset({"fire"})), set()),
        (Viewer(areas=None, projects=frozenset({"health"})), {WORK}),
        (Viewer(areas=None, projects=frozenset({"traffic"})), {CRASH}),
        (Viewer(areas=None, projects=frozenset()), set()),
        (Viewer(areas=frozenset({"D1"}), projects=None), {WORK}),
        (Viewer(areas=frozenset({"D2"}), projects=None), {CRASH}),
        (Viewer(areas=frozenset({"D2"}), projects=frozenset({"health"})), set()),
    ],
)
def test_a_merged_record_is_seen_by_whoever_would_see_it_by_itself(
    storage: Storage, viewer: Viewer, seen: set[int]
) -> None:
    _merge(storage, FIRE, WORK)
    _merge(storage, FIRE, CRASH)
    merged = _model(storage).columns_for("incident", viewer).merged
    assert merged is not None
    assert set(merged.columns.number.tolist()) == seen
    assert merged.into.tolist() == [FIRE] * len(seen)


def test_nothing_of_a_merged_record_is_in_what_browsers_are_given(storage: Storage) -> None:
    _merge(storage, FIRE, WORK)
    arrays = to_arrays(_model(storage).columns["incident"])
    assert {len(held) for held in arrays.values()} == {3}
