from dataclasses import replace
from urllib.parse import parse_qs

import pytest

from dashboard.components.records import taking
from dashboard.components.records.asked import RowsAsked
from dashboard.components.records.taking import takeaway_json
from dashboard.components.view import View
from geodata.accounts import Account
from tests.dashboard.signing import sign_in

RENTALS = RowsAsked(layer="rental")


def test_the_head_offers_the_layer_shown_with_its_count_and_filter(view: View) -> None:
    offered = takeaway_json(view, RENTALS)
    assert offered is not None
    assert offered["of"] == "带走 出租屋：3 栋"
    assert (offered["address"], offered["name"]) == ("/api/export/rental", "出租屋_2026-01-05")
    query = parse_qs(str(offered["query"]))
    assert query["period"] == ["2025-01-01/2026-01-01"]
    assert query["v"] == [str(view.model.version)]


@pytest.mark.parametrize(
    "asked",
    [RowsAsked(), RowsAsked("rental", unplaced=True), RowsAsked("incident", indicator="fires")],
)
def test_parts_of_a_layer_and_lists_of_several_are_not_offered(
    view: View, asked: RowsAsked
) -> None:
    assert takeaway_json(view, asked) is None


@pytest.mark.parametrize("role", ["evaluator", "administrator"])
def test_whoever_may_not_is_not_offered_it(view: View, role: str) -> None:
    account = Account(0, "x1", "甲", role, expires_on=view.today)
    assert takeaway_json(replace(view, session=sign_in(view.live, account)), RENTALS) is None


def test_a_layer_that_is_not_among_the_projects_is_not_offered(view: View) -> None:
    traffic = replace(view, selection=replace(view.selection, projects=("school",)))
    assert takeaway_json(traffic, RENTALS) is None


def test_too_many_records_leave_the_text_file_and_say_why(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "MOST_WHOLE", 2)
    offered = takeaway_json(view, RENTALS)
    assert offered is not None
    told = {kind["id"]: kind.get("why") for kind in offered["kinds"]}  # type: ignore[attr-defined]
    assert told.pop("csv") is None
    assert set(told.values()) == {"至多 2 条，请缩短时段或加筛选，或选 CSV"}
