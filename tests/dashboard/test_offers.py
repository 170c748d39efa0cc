"""What pages offer: each button and list is one that the role may use."""

from collections.abc import Callable
from typing import get_args

import numpy as np
import pytest
from starlette.applications import Starlette

from dashboard.components.mapping import to_map_view
from dashboard.components.records.asked import RowsAsked
from dashboard.components.records.by_number import record_page
from dashboard.components.records.rows import empty_text, ordered_rows
from dashboard.components.records.taking import table_takeaway, takeaway_json
from dashboard.components.view import View
from dashboard.map.element import to_json
from dashboard.server.gate.rules import rule_of
from dashboard.server.routes import build_routes
from geodata.catalogue.role import Action
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told

RECORD = "/api/facts/rental/1"
BUTTONS = {"print": "/api/picture", "correct": f"{RECORD}/correct"}
"""Where what stands below the facts leads; a link is made in the browser."""
ALL = {
    *BUTTONS.values(),
    f"{RECORD}/unmask",
    "/api/search",
    "/api/export/rental/csv",
    "/api/tables/indicators/csv",
}


def offered(view: View) -> set[str]:
    """Return every address to which something is posted that the page of the map offers."""
    app = Told(Starlette(routes=build_routes(view.live)), view.session)
    facts = ask(app, RECORD).json()
    shown = [BUTTONS[one["id"]] for one in facts["actions"] if one["id"] != "link"]
    element = to_json(to_map_view(view, 0))
    parts = {
        f"{RECORD}/unmask": facts["unmask"],
        "/api/search": element["readable"],
        "/api/picture": element["pictured"],
    }
    takes = (takeaway_json(view, RowsAsked("rental")), table_takeaway(view, "indicators", 1))
    files = [f"{take['address']}/csv" for take in takes if take]
    return {*shown, *files, *(address for address, told in parts.items() if told)}


@pytest.mark.parametrize("action", sorted(set(get_args(Action)) - {"view_map"}))
def test_what_a_role_is_declared_without_is_not_offered(
    view: View, without: Callable[[Action], None], action: Action
) -> None:
    assert offered(view) == ALL
    without(action)
    assert offered(view) == {address for address in ALL if rule_of("POST", address) != action}


def test_who_may_not_list_records_is_told_so_instead_of_none(
    view: View, without: Callable[[Action], None]
) -> None:
    layer, asked = view.catalogue.by_layer["rental"], RowsAsked("rental")
    numbers = np.array([1, 2], dtype=np.uint32)
    assert record_page(view, "rental", numbers, 0).total == 2
    without("view_rows")
    assert len(ordered_rows(view, asked, layer)) == 0
    refused = empty_text(view, [layer], asked)
    assert "不等于没有" in refused
    shown = record_page(view, "rental", numbers, 0)
    assert (shown.rows, shown.total, shown.empty) == ([], 0, refused)
