import json
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from dashboard.app import SCRIPT
from dashboard.components import identity
from dashboard.components.records.counted import count_rows_text
from dashboard.components.view import View
from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Account
from geodata.analysis.small_cells import count_protected
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.dashboard.test_page import tables
from tests.geodata.making import NOW, at, incident, write

ROLES: dict[str, dict[str, Any]] = {
    "administrator": {},
    "clerk": {},
    "leader": {},
    "project_head": {"projects": frozenset({"fire"})},
    "community_officer": {"areas": frozenset({"D1"})},
    "evaluator": {"expires_on": NOW.date()},
}
SECRETS = ("欧阳", "C-2025-", "桡骨骨折", "伤者.xlsx 第")


@pytest.fixture
def hurt(live: Live) -> Live:
    """Six injuries in 新庄 and two in 永岗."""
    cards = [
        incident(
            f"C-2025-{n}",
            occurred_at=datetime(2025, 6, 1, tzinfo=UTC),
            position=at(113.501 if n < 6 else 113.511, 23.101),
            personal={"person": "欧阳", "diagnosis": "桡骨骨折"},
        )
        for n in range(8)
    ]
    write(live.storage, "injury", cards)
    return live


def test_the_table_says_fewer_than_five_and_tells_a_range(hurt: Live, view: View) -> None:
    model = hurt.model()
    rows = [
        cells for _, cells in count_rows_text(view, count_protected(model, "injury", view.viewer))
    ]
    assert rows == [["新庄社区", "6"], ["永岗社区", "少于 5"], ["全街道", "7–10"]]


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_sent_a_point_a_fact_a_name_a_row_or_a_file(hurt: Live, role: str) -> None:
    session = sign_in(hurt, Account(0, "x1", "甲", role, **ROLES[role]))
    app = Told(Starlette(routes=build_routes(hurt)), session)
    for path in (
        "/api/layers/injury/columns",
        "/api/layers/injury/names?numbers=1,2,9,10",
        "/api/shapes/injury",
        *(f"/api/facts/injury/{number}" for number in range(1, 30)),
    ):
        assert ask(app, path).status_code == 404, path
    assert ask(app, "/api/export/injury/csv", form={}).status_code == 404
    assert ask(app, "/api/facts/injury/19/unmask", form={"reason": "查"}).status_code in {403, 404}


@pytest.mark.parametrize("role", ROLES)
def test_pages_tell_counts_only_and_only_to_whom_they_may(
    hurt: Live, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = sign_in(hurt, Account(0, "x1", "甲", role, **ROLES[role])).number
    monkeypatch.setattr(identity, "told_session", lambda: number)
    page = AppTest.from_file(str(SCRIPT), default_timeout=30).run()
    assert not page.exception
    told = json.dumps(tables(page), ensure_ascii=False)
    assert not any(secret in told for secret in SECRETS)
    assert ("伤害监测（人次，按社区和年份）" in told) == (role != "project_head")
    assert ("7–10" in told) == (role not in {"project_head", "community_officer"})
    batches = tables(page.switch_page("../pages/ledgers.py").run())[-1]
    (row,) = [row["cells"] for row in batches["rows"] if "伤害监测" in row["cells"]]
    assert ("8" in row) == (role == "clerk")


@pytest.mark.parametrize("role", ["clerk", "leader", "evaluator"])
def test_what_a_ledger_changed_of_them_is_shown_to_nobody(
    hurt: Live, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = incident("C-2025-7", position=at(113.512, 23.102), class_="fall")
    assert write(hurt.storage, "injury", [moved]).counts.changed == 1
    number = sign_in(hurt, Account(0, "x1", "甲", role, **ROLES[role])).number
    monkeypatch.setattr(identity, "told_session", lambda: number)
    page = AppTest.from_file(str(SCRIPT), default_timeout=30).run()
    told = json.dumps(tables(page.switch_page("../pages/ledgers.py").run()), ensure_ascii=False)
    assert "伤害监测" in told
    assert not any(part in told for part in ("113.5", "2025-06-01", '"label": "变化"'))
