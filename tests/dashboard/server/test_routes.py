import asyncio
import json
from threading import Event
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from dashboard.app import serving
from dashboard.server.data import MOST_NAMES
from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata import live as models
from geodata.accounts import Session
from geodata.build import build_read_model
from geodata.packing import unpack
from geodata.readmodel import ReadModel
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told
from tests.dashboard.small_town import NASTY
from tests.geodata.making import at, rental, write

PERIOD = "period=2025-01-01/2026-01-01"


@pytest.fixture
def app(live: Live, session: Session) -> ASGIApp:
    return Told(Starlette(routes=build_routes(live)), session)


def facts(app: ASGIApp, layer: str, number: int, query: str = PERIOD) -> dict[str, Any]:
    answer = ask(app, f"/api/facts/{layer}/{number}?{query}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_the_version_is_never_kept(app: ASGIApp, live: Live) -> None:
    answer = ask(app, "/api/version")
    version = live.model().version
    assert answer.json() == {"version": version, "newest": version}
    assert answer.headers["cache-control"] == "no-store"


def test_the_map_by_its_name_leads_to_the_map_as_it_was_asked_for(app: ASGIApp) -> None:
    answer = ask(app, f"/map?{PERIOD}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"/?{PERIOD}")


def test_while_newer_data_is_being_read_the_version_says_so(
    app: ASGIApp, live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, go_on = live.model().version, Event()

    def slow(*arguments: Any, **more: Any) -> ReadModel:
        assert go_on.wait(30)
        return build_read_model(*arguments, **more)

    monkeypatch.setattr(models, "build_read_model", slow)
    monkeypatch.setattr(live.models, "_patience_s", 0)
    write(live.storage, "rental", [rental("NEW")])
    assert ask(app, "/api/version").json() == {"version": old, "newest": old + 1}
    go_on.set()
    live.models.close()
    assert ask(app, "/api/version").json() == {"version": old + 1, "newest": old + 1}


def test_when_the_server_stops_no_thread_that_builds_is_left(live: Live) -> None:
    of_others = builders()

    async def serve() -> None:
        async with serving(live):
            live.model()
            write(live.storage, "rental", [rental("NEW")])
            assert len(live.model().columns["rental"]) == 4
            assert builders() - of_others

    asyncio.run(serve())
    assert not builders() - of_others


def builders() -> set[int | None]:
    return {t.ident for t in enumerate_threads() if t.name.startswith("read model")}


def test_shapes_carry_their_names_in_the_header(app: ASGIApp) -> None:
    header, arrays = unpack(ask(app, "/api/shapes/community").content)
    assert header["names"] == ["新庄社区", "永岗社区"]
    assert len(arrays["number"]) == 2


def test_an_import_makes_a_new_version_and_a_new_block(app: ASGIApp, live: Live) -> None:
    before = live.model().version
    write(live.storage, "rental", [rental("R-4", position=at(113.502, 23.102))])
    assert ask(app, "/api/version").json()["version"] > before
    header, _ = unpack(ask(app, "/api/layers/rental/columns").content)
    assert header["count"] == 4


@pytest.mark.parametrize(
    "address",
    [
        "/api/nonsense",
        "/api/layers/nope/columns",
        "/api/layers/__class__/columns",
        "/api/shapes/..%2Frental",
        "/api/shapes/rental",
        "/api/facts/rental/99999",
        "/api/facts/rental/-1",
        "/api/facts/rental/１",
        f"/api/facts/rental/{'9' * 4000}",
        "/api/facts/street/1",
        "/map/base-000000000000.js",
    ],
)
def test_what_does_not_exist_is_not_found(app: ASGIApp, address: str) -> None:
    assert ask(app, address).status_code == 404


@pytest.mark.parametrize("version", ["-1", "x", "9" * 4000, "１"])
def test_a_version_that_is_none_is_refused(app: ASGIApp, version: str) -> None:
    assert ask(app, f"/api/layers/rental/columns?v={version}").status_code == 409


def test_a_period_that_is_none_is_a_bad_request(app: ASGIApp) -> None:
    answer = ask(app, "/api/facts/rental/1?period=yesterday")
    assert answer.status_code == 400
    assert "yesterday" in answer.json()["found"]


def test_facts_are_masked_and_hazards_flagged(app: ASGIApp) -> None:
    told = facts(app, "rental", 1)
    assert told["title"] == "新庄西街12号3栋"
    assert {"label": "燃气", "value": "瓶装，瓶在厨房外", "flag": "隐患"} in told["fields"]
    assert {"label": "规模", "value": "12 套 · 6 层"} in told["fields"]
    assert {"label": "房东", "value": "张** 138****1234"} in told["fields"]
    text = json.dumps(told, ensure_ascii=False)
    assert "三丰" not in text
    assert "502" not in text


def test_facts_name_area_ledger_row_and_chips(app: ASGIApp) -> None:
    told = facts(app, "rental", 1)
    assert told["subtitle"] == "出租屋 R-1 · 新庄社区 一组"
    assert told["source"] == "rental.xlsx 第 3 行"
    assert [chip["text"] for chip in told["chips"]] == ["红 · 禁止", "自建房", "在租"]
    assert told["symbol"] == {"layer": "rental", "grade": 0, "status": 0}


def test_what_a_file_is_named_after_is_masked(app: ASGIApp, live: Live) -> None:
    name = "出租屋_联系人王芳_13812345678.xlsx"
    write(live.storage, "rental", [rental("R-9", position=at(113.502, 23.102))], file_name=name)
    number = int(live.model().columns["rental"].number.max())
    assert "出租屋_联系人王**_138****5678.xlsx" in facts(app, "rental", number)["source"]


def test_incidents_within_a_hundred_metres_are_counted_by_type(app: ASGIApp) -> None:
    nearby = facts(app, "rental", 1)["nearby"]
    assert nearby["total"] == "2 起"
    assert nearby["items"] == [{"text": "火灾", "count": "2", "layer": "incident"}]


def test_an_incident_is_not_near_itself(app: ASGIApp) -> None:
    assert facts(app, "incident", 1)["nearby"]["total"] == "1 起"


def test_only_incidents_of_the_period_are_near(app: ASGIApp) -> None:
    nearby = facts(app, "rental", 1, "period=2024-01-01/2025-01-01")["nearby"]
    assert nearby["items"][0]["text"] == "没有事故案件"


def test_a_record_without_position_says_so_and_has_no_neighbours(app: ASGIApp) -> None:
    told = facts(app, "rental", 3)
    assert told["nearby"] is None
    assert "没有坐标，未上图" in told["source"]
    assert "未上图" in [chip["text"] for chip in told["chips"]]


def test_history_tells_what_changed_and_the_registration(app: ASGIApp, live: Live) -> None:
    write(live.storage, "rental", [rental("R-1", grade="orange", position=at(113.501, 23.101))])
    items = facts(app, "rental", 1)["history"]["items"]
    assert items[0]["date"] == "2026-01-05"
    assert "风险等级" in items[0]["text"]


def test_facts_come_in_english_where_asked(app: ASGIApp) -> None:
    told = facts(app, "rental", 1, f"{PERIOD}&lang=en")
    assert told["history"]["label"] == "History"


def test_what_is_near_follows_the_whole_selection(app: ASGIApp) -> None:
    nearby = facts(app, "rental", 1, f"{PERIOD}&classes=incident.traffic")["nearby"]
    assert nearby["items"][0]["text"] == "没有事故案件"
    assert nearby["label"].endswith("，按所选条件")


def test_names_tell_records_of_one_kind_apart(app: ASGIApp) -> None:
    answer = ask(app, "/api/layers/incident/names?numbers=3,1,99999")
    assert [one["number"] for one in answer.json()["records"]] == [3, 1]
    told = answer.json()["records"][0]
    assert told["title"] == "道路交通事故"
    assert told["detail"].startswith("2025-")


def test_names_are_masked(app: ASGIApp) -> None:
    (told,) = ask(app, "/api/layers/rental/names?numbers=1").json()["records"]
    assert told == {"number": 1, "title": "新庄西街12号3栋", "detail": "R-1"}


def test_a_code_that_is_an_id_number_is_masked_wherever_it_is_told(
    app: ASGIApp, live: Live
) -> None:
    code = "11010519491231002X"
    write(live.storage, "rental", [rental(code, position=at(113.502, 23.102), address="西街9号")])
    number = int(live.model().columns["rental"].number.max())
    answers = [
        ask(app, f"/api/layers/rental/names?numbers={number}").text,
        ask(app, f"/api/facts/rental/{number}").text,
        ask(app, "/api/search", form={"q": "西街9号"}).text,
    ]
    assert all("西街9号" in answer for answer in answers)
    assert not any(code in answer for answer in answers)


@pytest.mark.parametrize("numbers", ["", "x", "1,", "-1"])
def test_names_of_what_is_no_number_are_not_found(app: ASGIApp, numbers: str) -> None:
    assert ask(app, f"/api/layers/rental/names?numbers={numbers}").status_code == 404


def test_no_more_names_are_told_than_are_listed_on_one_point(app: ASGIApp) -> None:
    numbers = ",".join(["99999"] * MOST_NAMES + ["1"])
    assert ask(app, f"/api/layers/rental/names?numbers={numbers}").json() == {"records": []}


def test_ledger_text_is_passed_on_as_it_is(app: ASGIApp) -> None:
    assert facts(app, "rental", 2)["title"] == NASTY


def test_health_is_answered_without_data(app: ASGIApp) -> None:
    assert ask(app, "/healthz").json() == {"status": "ok"}
