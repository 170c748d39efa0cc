"""Reports of the small town, with what ledgers may try on whoever opens a file."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from dashboard.reports.layer_report import LayerReport, layer_reports
from dashboard.reports.order import Order
from dashboard.server.live import Live
from dashboard.texts import Language
from geodata.selection import Selection
from geodata.viewer import OFFICE
from tests.dashboard.reports.corpus import CORPUS
from tests.dashboard.small_town import YEAR
from tests.geodata.making import NOW, at, rental, write

Make = Callable[..., LayerReport]


@pytest.fixture
def make(live: Live) -> Make:
    """Build a report of the small town as it is now."""

    def built(layer: str = "rental", **wanted: Any) -> LayerReport:
        usual = {"selection": Selection((), YEAR), "viewer": OFFICE, "now": NOW}
        asked: dict[str, Any] = {**usual, "language": Language.CHINESE, **wanted}
        model = replace(live.model(), sample=asked.pop("sample", False))
        order = Order(layer, **asked)
        (report,) = layer_reports(live.storage, model, order)
        return report

    return built


@pytest.fixture
def hostile(live: Live, make: Make) -> LayerReport:
    """Rentals whose names are the corpus, in its order."""
    write(
        live.storage,
        "rental",
        [
            rental(f"H-{number:02}", name=text, position=at(113.501, 23.101))
            for number, text in enumerate(CORPUS)
        ],
        file_name="=台账.xlsx",
    )
    report = make()
    rows = report.frame["code"].str.startswith("H-")
    return replace(report, frame=report.frame[rows], sample=True)
