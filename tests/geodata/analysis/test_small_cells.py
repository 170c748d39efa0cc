from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from geodata.analysis.small_cells import FEWEST, LEFT_OUT, count_protected
from geodata.areas import NO_AREA
from geodata.build import build_read_model
from geodata.readmodel import ReadModel
from geodata.records import Record
from geodata.storage.store import open_storage
from geodata.viewer import OFFICE, Viewer
from tests.geodata.making import CATALOGUE, NOW, at, incident, write, write_town

WEST, EAST = at(113.501, 23.101), at(113.511, 23.101)
"""In 新庄 (D1, first group) and 永岗 (D2, first group)."""


def injuries(number: int, year: int, place: object) -> list[Record]:
    occurred = datetime(year, 6, 1, tzinfo=UTC)
    return [
        incident(f"{year}-{id(place)}-{n}", occurred_at=occurred, position=place)
        for n in range(number)
    ]


def model_of(folder: Path, records: Sequence[Record]) -> ReadModel:
    storage = open_storage(folder, now=NOW)
    write_town(storage)
    write(storage, "injury", records)
    try:
        return build_read_model(storage, CATALOGUE)
    finally:
        storage.close()


@pytest.fixture
def model(tmp_path: Path) -> ReadModel:
    """2024: 7 west, 4 east; 2025: 5 west, 9 east, 2 of no known place."""
    cards = [
        *injuries(7, 2024, WEST),
        *injuries(4, 2024, EAST),
        *injuries(5, 2025, WEST),
        *injuries(9, 2025, EAST),
        *injuries(2, 2025, None),
    ]
    return model_of(tmp_path, cards)


def index(model: ReadModel, *codes: str) -> tuple[int, ...]:
    return tuple(model.areas.index_of[code] for code in codes)


def test_counts_are_by_community_and_year_and_those_below_five_are_left_out(
    model: ReadModel,
) -> None:
    table = count_protected(model, "injury", OFFICE)
    assert table.years == (2024, 2025)
    assert table.areas == (*index(model, "D1", "D2"), NO_AREA)
    assert table.counts.tolist() == [[7, 5], [LEFT_OUT, 9], [0, LEFT_OUT]]


@pytest.mark.parametrize("hidden", range(1, FEWEST))
def test_a_total_tells_nothing_the_shown_cells_do_not(tmp_path: Path, hidden: int) -> None:
    cards = [*injuries(7, 2024, WEST), *injuries(hidden, 2024, EAST)]
    table = count_protected(model_of(tmp_path, cards), "injury", OFFICE)
    assert table.totals == ((8, 11),)


def test_a_total_of_shown_cells_is_exact(tmp_path: Path) -> None:
    table = count_protected(model_of(tmp_path, injuries(6, 2024, WEST)), "injury", OFFICE)
    assert table.totals == ((6, 6),)
    assert table.counts.tolist() == [[6], [0]]


@pytest.mark.parametrize(
    ("areas", "seen"), [({"D"}, ["D1", "D2"]), ({"D2"}, ["D2"]), ({"D1-1"}, []), (set(), [])]
)
def test_a_limited_viewer_sees_rows_of_the_same_table_and_no_total(
    model: ReadModel, areas: set[str], seen: list[str]
) -> None:
    all_rows = count_protected(model, "injury", OFFICE)
    table = count_protected(model, "injury", Viewer(frozenset(areas), None))
    assert table.areas == index(model, *seen)
    assert not table.whole
    for area, counts in zip(table.areas, table.counts.tolist(), strict=True):
        assert counts == all_rows.counts[all_rows.areas.index(area)].tolist()


def test_a_viewer_of_other_projects_sees_none(model: ReadModel) -> None:
    table = count_protected(model, "injury", Viewer(None, frozenset({"fire"})))
    assert (table.areas, table.whole) == ((), False)


def test_it_is_the_only_way_to_the_records(model: ReadModel) -> None:
    assert "injury" not in model.columns
    assert "injury" not in model.shapes
    with pytest.raises(KeyError):
        model.columns_for("injury", OFFICE)
    with pytest.raises(KeyError):
        count_protected(model, "rental", OFFICE)
    assert "injury" not in {layer.id for layer in CATALOGUE.listed_layers}
