from dataclasses import replace

import pytest

from dashboard.components.filters import changed
from dashboard.components.rows import ordered_rows
from dashboard.components.rows_asked import RowsAsked
from dashboard.components.view import View
from dashboard.reports.words import ExportError
from geodata.crs import parse_crs
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
