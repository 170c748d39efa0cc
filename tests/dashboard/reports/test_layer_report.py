from dataclasses import replace

import pytest

from dashboard.components.filters import changed
from dashboard.components.records.asked import RowsAsked
from dashboard.components.records.rows import ordered_rows
from dashboard.components.view import View
from dashboard.reports.csv_text import csv_blocks
from dashboard.reports.layer_report import layer_reports
from dashboard.reports.words import ExportError
from dashboard.server.live import Live
from geodata.coordinates.crs import parse_crs
from tests.dashboard.reports.conftest import Make


@pytest.mark.parametrize("layer", ["rental", "incident", "school"])
@pytest.mark.parametrize(
    ("name", "chosen"),
    [("projects", []), ("projects", ["fire"]), ("areas", ["D1"]), ("statuses", ["rental.let"])],
)
def test_a_file_holds_the_records_the_table_counts(
    view: View, make: Make, layer: str, name: str, chosen: list[str]
) -> None:
    narrowed = replace(view, selection=changed(view, name, chosen))
    declared = view.catalogue.by_layer[layer]
    rows = ordered_rows(narrowed, RowsAsked(layer), declared)
    numbers = view.model.columns[layer].number[rows]
    report = make(layer, selection=narrowed.selection)
    assert report.frame.index.tolist() == sorted(numbers.tolist())


def test_coordinates_are_in_the_crs_asked_for(make: Make) -> None:
    assert make(crs=parse_crs("EPSG:4547")).frame.crs.to_epsg() == 4547


def test_a_layer_without_records_of_its_own_is_refused_with_those_there_are(make: Make) -> None:
    with pytest.raises(ExportError, match=r"street.*incident premises rental"):
        make("street")


def test_more_records_than_a_file_holds_are_refused_before_any_is_read(
    live: Live, make: Make
) -> None:
    order = make().order
    with pytest.raises(ExportError, match=r"3 条记录.*至多 2 条"):
        next(layer_reports(live.storage, live.model(), order, most=2))
    assert len(next(layer_reports(live.storage, live.model(), order, most=3)).frame) == 3


def test_parts_hold_the_same_records_under_the_same_notes(live: Live, make: Make) -> None:
    whole = make("incident")
    parts = list(layer_reports(live.storage, live.model(), whole.order, part=3))
    assert [len(part.frame) for part in parts] == [3, 3, 2]
    assert [n for part in parts for n in part.frame.index] == whole.frame.index.tolist()
    assert {part.notes for part in parts} == {whole.notes}
    assert b"".join(csv_blocks(parts)) == b"".join(csv_blocks([whole]))
