"""Page, map and list of hotspots say the same, to each as far as the role reaches."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp
from streamlit.testing.v1 import AppTest

from dashboard.app import SCRIPT
from dashboard.components import identity
from dashboard.components.hotspots.choices import CHOSEN, Choice
from dashboard.hotspots.blocks import pieces_block
from dashboard.server import hotspots as routes
from dashboard.server.live import Live, open_live
from dashboard.server.routes import build_routes
from dashboard.worker.hotspots import make_hotspot_proof, make_hotspots
from dashboard.worker.work import Work
from geodata.accounts import Account, Session
from geodata.areas import AreaTree
from geodata.packing import unpack
from geodata.results.hotspot_results import Lists, lists_of
from geodata.storage.jobs import ask_job, claim_job
from geodata.storage.store import open_storage
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.dashboard.taking_tables import as_shown, take_table
from tests.dashboard.test_page import pieces
from tests.geodata.hot_town import BAD, crashes, elsewhere, every, write_hot_town
from tests.geodata.making import NOW, write, write_town

Shown = dict[str, Any]
Open = Callable[..., Shown]
CLERK = Account(0, "chen.li", "陈丽", "clerk")
OFFICER = Account(0, "yuan", "袁", "community_officer", areas=frozenset({"D1"}))
HEAD = Account(0, "zhou", "周", "project_head", projects=frozenset({"fire"}))


@pytest.fixture(scope="module")
def hot_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town whose list and proof the worker has made."""
    folder = tmp_path_factory.mktemp("热点")
    storage = open_storage(folder, now=NOW)
    write_hot_town(storage, *crashes("R", (113.515, 23.106), every(40, 20)))
    work_on(folder)
    storage.close()
    return folder


def work_on(folder: Path) -> None:
    storage = open_storage(folder, now=NOW)
    ask_job(storage, "hotspots", {}, key="", by=None, now=NOW)
    job = claim_job(storage, now=NOW)
    assert job is not None
    live = open_live(folder, clock=lambda: NOW)
    work = Work(job, storage, lambda: NOW)
    make_hotspots(work)
    make_hotspot_proof(work)
    live.storage.close()
    storage.close()


@pytest.fixture
def hot(hot_folder: Path, tmp_path: Path) -> Iterator[Live]:
    opened = open_live(shutil.copytree(hot_folder, tmp_path / "热点"), clock=lambda: NOW)
    yield opened
    opened.storage.close()


def session_of(live: Live, account: Account) -> Session:
    """Sign an account in, once a test."""
    known = live.door.living()
    return next((s for s in known.values() if s.account.login == account.login), None) or sign_in(
        live, account
    )


def app_of(live: Live, account: Account) -> ASGIApp:
    return Told(Starlette(routes=build_routes(live)), session_of(live, account))


@pytest.fixture
def open_page(hot: Live, monkeypatch: pytest.MonkeyPatch) -> Open:
    def run(
        account: Account = CLERK, live: Live = hot, choice: Choice | None = None, **link: str
    ) -> Shown:
        number = session_of(live, account).number
        monkeypatch.setattr(identity, "told_session", lambda: number)
        page = AppTest.from_file(str(SCRIPT), default_timeout=30)
        for key, value in link.items():
            page.query_params[key] = value
        page.run()
        if choice is not None:
            page.session_state[CHOSEN] = choice
        opened = page.switch_page("../pages/hotspots.py").run()
        found = pieces(opened)
        found["info"] = [info.value for info in opened.info]
        return found

    return run


def test_sentence_list_map_and_ledger_say_the_same(open_page: Open, hot: Live) -> None:
    shown = open_page(kind="traffic")
    rows = shown["safety_map_table"]["rows"]
    header, arrays = unpack(ask(app_of(hot, CLERK), "/api/hotspots/newest/traffic/columns").content)
    sure = sum(row["cells"][0].startswith("A") for row in rows)
    assert shown["safety_map_finding"]["headline"].startswith(f"{sure} 处 A 级热点")
    assert [row["cells"][0] for row in rows] == header["badges"][::-1]
    assert arrays["number"].tolist()[::-1] == [int(row["id"].split(".")[1]) for row in rows]
    assert rows[0]["cells"][1] == "东西3路 × 南北3路路口"
    assert "n = 110 起，其中 110 起定位到街道" in shown["safety_map_finding"]["notes"][0]
    facts = ask(app_of(hot, CLERK), "/api/hotspots/newest/traffic/facts/1").json()
    told = {field["label"]: field["value"] for field in facts["fields"]}
    assert rows[0]["cells"][3] in told["起数"]
    assert rows[0]["cells"][5] == told["预计每年"]


def numbers_of(row: Shown) -> dict[str, tuple[str, str]]:
    """Return the numbers of a row that open something, by column and text."""
    return {key: (column, text) for column in row["parts"] for key, text in row["parts"][column]}


@pytest.mark.parametrize("account", [CLERK, OFFICER])
def test_every_number_of_a_site_opens_as_many_rows_of_incidents(
    open_page: Open, account: Account
) -> None:
    row = open_page(account, kind="traffic")["safety_map_table"]["rows"][0]
    cells = {"count": row["cells"][3], "year": row["cells"][4], "harm": row["cells"][7]}
    for column, text in cells.items():
        assert " / ".join(number for _, number in row["parts"][column]) == text
    for key, (_, number) in numbers_of(row).items():
        if not key:
            assert number == "0"  # nothing to open
            continue
        shown = open_page(account, choice=Choice(kind="traffic").opening(key))["safety_map_table"]
        assert [tab["count"] for tab in shown["tabs"] if tab["current"]] == [number]
        assert len(shown["rows"]) == int(number)
        assert all(each["id"].startswith("incident.") for each in shown["rows"])
        assert f"下列 {number} 起" in shown["definition"]["text"]
        assert shown["definition"]["name"].startswith(f"{row['cells'][0]} {row['cells'][1]}")


def test_a_frozen_list_says_which_of_its_records_are_no_more(open_page: Open, hot: Live) -> None:
    fewer = [r for r in crashes("B", BAD, every(30, 30)) if r.key not in {"B-0", "B-1"}]
    everything = [*fewer, *elsewhere(60), *crashes("R", (113.515, 23.106), every(40, 20))]
    write(hot.storage, "incident", everything, complete=True)
    choice = Choice(kind="traffic", month="2025-12").opening("hotspot.1.count")
    shown = open_page(choice=choice)["safety_map_table"]
    count = next(tab["count"] for tab in shown["tabs"] if tab["current"])
    assert len(shown["rows"]) == int(count) - 2
    assert "另 2 起此后已在台账中结束" in shown["definition"]["text"]


def test_of_a_list_without_its_incidents_the_page_says_so(
    open_page: Open, hot: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = lists_of(hot.storage).newest()
    assert kept is not None
    old = replace(kept, made=replace(kept.made, members=None))
    monkeypatch.setattr(Lists, "newest", lambda _: old)
    choice = Choice(kind="traffic").opening("hotspot.1.count")
    shown = open_page(choice=choice)["safety_map_table"]
    assert shown["rows"] == []
    assert "不能打开明细" in shown["definition"]["text"]


def test_what_is_taken_away_is_the_list_as_its_taker_sees_it(open_page: Open, hot: Live) -> None:
    for account in (CLERK, OFFICER):
        table = open_page(account, kind="traffic")["safety_map_table"]
        asked = f"hotspots/xlsx?{table['take']['query']}"
        about, rows = take_table(hot, session_of(hot, account), asked)
        assert as_shown(rows[1:]) == [row["cells"] for row in table["rows"]]
        assert "道路交通事故" in about
    app = app_of(hot, HEAD)
    assert ask(app, "/api/tables/hotspots/csv?kind=traffic", form={}).status_code == 404


def test_a_link_opens_a_frozen_month_kind_and_rule(open_page: Open) -> None:
    shown = open_page(kind="crash_two_wheeler", month="2025-12", rule="city_black_spot")
    choosers = {c["id"]: c["chosen"] for c in shown["safety_map_finding"]["choosers"]}
    assert choosers == {
        "kind": "crash_two_wheeler", "month": "2025-12", "rule": "city_black_spot",
    }  # fmt: skip
    assert "已定稿" in shown["safety_map_finding"]["notes"][0]
    shapes = {shape["name"]: shape for shape in shown["safety_map"]["shapes"]}
    assert shapes["hot_rule"]["legend"]["title"] == "官方规则：事故黑点（三年） · 待核"
    assert shapes["hot"]["kind"] == "hot_pieces"
    assert shown["safety_map"]["layers"][0]["address"].startswith("hotspots/2025-12@")


def test_nonsense_in_a_link_shows_the_usual_list(open_page: Open) -> None:
    shown = open_page(kind="<b>", month="../..", rule="x")
    assert shown["safety_map_finding"]["choosers"][1]["chosen"] == "newest"
    assert shown["safety_map_table"]["rows"]


def test_a_link_picks_a_site_and_no_endless_number(open_page: Open) -> None:
    assert open_page(pick="hotspot.1")["safety_map"]["pick"] == {"layer": "hotspot", "number": 1}
    assert open_page(pick=f"hotspot.{'9' * 5_000}")["safety_map"]["pick"] is None


def test_an_officer_sees_and_is_sent_own_places_only(open_page: Open, hot: Live) -> None:
    mine, all_of_it = (open_page(who, kind="traffic") for who in (OFFICER, CLERK))
    places = [[row["id"] for row in s["safety_map_table"]["rows"]] for s in (mine, all_of_it)]
    assert set(places[0]) < set(places[1])
    assert "n =" not in mine["safety_map_finding"]["notes"][0]
    foreign = (set(places[1]) - set(places[0])).pop().split(".")[1]
    app = app_of(hot, OFFICER)
    assert ask(app, f"/api/hotspots/newest/traffic/facts/{foreign}").status_code == 404
    header, _ = unpack(ask(app, "/api/hotspots/newest/traffic/columns").content)
    assert header["count"] == len(places[0])


def test_a_project_head_is_not_told_of_other_kinds(open_page: Open, hot: Live) -> None:
    assert open_page(HEAD)["info"] == ["本账号范围内没有可看的类别。"]
    app = app_of(hot, HEAD)
    for path in ("traffic/columns", "traffic/pieces", "outdoors/facts/1", "rules/city_black_spot"):
        assert ask(app, f"/api/hotspots/newest/{path}").status_code == 404


def test_what_there_is_not_is_not_found(hot: Live) -> None:
    app = app_of(hot, CLERK)
    for path in ("2024-01/traffic/columns", "newest/nonsense/columns", "newest/traffic/facts/999",
                 "x/traffic/names", "newest/rules/nonsense"):  # fmt: skip
        assert ask(app, f"/api/hotspots/{path}").status_code == 404


def test_pieces_have_a_step_and_are_not_sent_twice(hot: Live) -> None:
    app = app_of(hot, CLERK)
    answer = ask(app, "/api/hotspots/newest/traffic/pieces")
    header, arrays = unpack(answer.content)
    assert header["count"] == len(arrays["classes"]) > 0
    assert set(arrays["classes"].tolist()) <= {1, 2, 3}
    again = ask(
        app,
        "/api/hotspots/newest/traffic/pieces",
        headers={"if-none-match": answer.headers["etag"]},
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_block_is_made_once_whatever_follows_the_making_in_its_address(
    hot: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, made = app_of(hot, CLERK), Mock(wraps=pieces_block)
    monkeypatch.setattr(routes, "pieces_block", made)
    for address in ("newest", "newest@1", "newest@2", "newest@x"):
        assert ask(app, f"/api/hotspots/{address}/traffic/pieces").status_code == 200
    assert made.call_count == 1


def test_a_kept_block_reaches_no_further_than_the_areas_of_now(
    hot: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, address, model = app_of(hot, OFFICER), "/api/hotspots/newest/traffic/columns", hot.model()
    assert unpack(ask(app, address).content)[0]["count"] > 0
    named = tuple(replace(a, code="D9") if a.code == "D1" else a for a in model.areas.areas)
    later = replace(model, version=model.version + 1, areas=AreaTree(named))
    monkeypatch.setattr(Live, "model", lambda _: later)
    assert unpack(ask(app, address).content)[0]["count"] == 0


def test_names_are_those_of_the_list(hot: Live) -> None:
    named = ask(app_of(hot, CLERK), "/api/hotspots/newest/traffic/names?numbers=1,999")
    assert json.loads(named.content) == {
        "records": [{"number": 1, "title": "A1 东西3路 × 南北3路路口"}]
    }


def test_without_a_list_the_page_says_why(open_page: Open, tmp_path: Path) -> None:
    storage = open_storage(tmp_path, now=NOW)
    write_town(storage)
    storage.close()
    live = open_live(tmp_path, clock=lambda: NOW)
    assert "还没有导入事故案件台账" in open_page(CLERK, live)["info"][0]
    live.storage.close()
