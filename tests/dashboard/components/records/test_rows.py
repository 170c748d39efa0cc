from dataclasses import replace

import numpy as np
import pytest

from dashboard.components.filters import changed
from dashboard.components.records.asked import RowsAsked
from dashboard.components.records.cells import headings, record_cells, sort_values
from dashboard.components.records.rows import (
    empty_text,
    next_rows,
    ordered_rows,
    page_of,
    tabs_json,
)
from dashboard.components.view import View
from geodata.storage.reads import read_records
from tests.dashboard.small_town import NASTY


def numbers(view: View, asked: RowsAsked) -> list[int]:
    layer = view.catalogue.by_layer[asked.layer or "rental"]
    rows = ordered_rows(view, asked, layer)
    return [int(number) for number in view.model.columns[layer.id].number[rows]]


def cells(view: View, layer_id: str, number: int) -> dict[str, str]:
    layer, columns = view.catalogue.by_layer[layer_id], view.model.columns[layer_id]
    wanted = [h.id for h in headings(view.texts, layer, sort=None, falling=False)]
    with view.live.storage.reading() as connection:
        (record,) = read_records(connection, layer, [number])
    place = int(np.searchsorted(columns.number, number))
    return dict(zip(wanted, record_cells(view, layer, columns, place, record, wanted), strict=True))


def test_places_come_by_number_and_incidents_latest_first(view: View) -> None:
    assert numbers(view, RowsAsked("rental")) == [1, 2, 3]
    assert numbers(view, RowsAsked("incident")) == [8, 7, 6, 5, 4, 3, 2, 1]


def test_only_records_without_position_are_listed_where_asked(view: View) -> None:
    assert numbers(view, RowsAsked("rental", unplaced=True)) == [3]


def test_rows_behind_an_indicator_are_those_it_counts(view: View) -> None:
    assert numbers(view, RowsAsked("incident", indicator="fires")) == [2, 1]


def test_the_filter_narrows_the_rows(view: View) -> None:
    narrowed = replace(view, selection=changed(view, "areas", ["D1"]))
    assert numbers(narrowed, RowsAsked("rental")) == [1]


def test_a_second_click_on_a_heading_turns_the_order(view: View) -> None:
    asked = next_rows(RowsAsked("rental"), "sort", "grades")
    assert numbers(view, asked) == [1, 3, 2]
    assert numbers(view, next_rows(asked, "sort", "grades")) == [2, 3, 1]


@pytest.mark.parametrize("sort", ["classes", "area", "units", "day", "no_such_column"])
def test_every_column_that_sorts_gives_keys_of_the_rows_length(view: View, sort: str) -> None:
    rows = np.arange(3)
    keys = sort_values(view.model.columns["rental"], rows, sort)
    assert all(len(key) == 3 for key in keys)


def test_a_page_goes_on_from_one_layer_to_the_next(view: View) -> None:
    rental, school = view.catalogue.by_layer["rental"], view.catalogue.by_layer["school"]
    found = [(rental, np.arange(60)), (school, np.arange(60))]
    page = [(layer.id, rows.tolist()) for layer, rows in page_of(found, 50)]
    assert page == [("rental", list(range(50, 60))), ("school", list(range(40)))]


def test_cells_are_masked_and_personal_fields_are_not_among_them(view: View) -> None:
    told = cells(view, "rental", 1)
    assert told["address"] == "新庄西街12号3栋"
    assert told["grades"] == "红 · 禁止"
    assert told["area"] == "新庄社区 一组"
    assert told["units"] == "12"
    assert "owner" not in told


def test_an_incident_tells_its_moment_in_local_time(view: View) -> None:
    assert cells(view, "incident", 1)["day"] == "2025-03-01 10:00"


def test_cells_hold_what_the_ledger_says_and_nothing_of_it_is_lost(view: View) -> None:
    layer, columns = view.catalogue.by_layer["rental"], view.model.columns["rental"]
    told = record_cells(view, layer, columns, 1, {"name": NASTY}, ["name"])
    assert told == [NASTY]


@pytest.mark.parametrize(
    ("what", "value", "asked"),
    [
        ("tab", "incident", RowsAsked("incident")),
        ("tab", "unplaced", RowsAsked(unplaced=True)),
        ("page", 50, RowsAsked("rental", first=50)),
        ("page", -50, RowsAsked("rental", first=0)),
        ("page", "x", RowsAsked("rental")),
        ("nonsense", 1, RowsAsked("rental")),
    ],
)
def test_a_click_in_the_table_asks_for_other_rows(
    what: str, value: object, asked: RowsAsked
) -> None:
    assert next_rows(RowsAsked("rental"), what, value) == asked


@pytest.mark.parametrize(
    ("known", "broken", "told"),
    [(False, (), "还没有导入出租屋台账"), (True, ("rental",), "读不出来")],
)
def test_what_is_not_known_is_no_zero(
    view: View, *, known: bool, broken: tuple[str, ...], told: str
) -> None:
    dates = {la: day for la, day in view.model.data_dates.items() if known or la != "rental"}
    unknown = replace(
        view, model=replace(view.model, data_dates=dates, broken=dict.fromkeys(broken, OSError()))
    )
    rental, asked = view.catalogue.by_layer["rental"], RowsAsked(layer="rental")
    assert tabs_json(view, asked, [rental])[0]["count"] != "—"
    assert tabs_json(unknown, asked, [rental])[0]["count"] == "—"
    assert told in empty_text(unknown, [rental], asked)
    assert "所选条件下没有记录" in empty_text(view, [rental], asked)
