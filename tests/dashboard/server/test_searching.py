from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from dashboard.server import searching
from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from dashboard.server.searching import MOST_OF_KIND
from geodata.accounts import Account, Session
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.dashboard.small_town import NASTY
from tests.geodata.making import at, rental, write


@pytest.fixture
def app(live: Live, session: Session) -> ASGIApp:
    return Told(Starlette(routes=build_routes(live)), session)


def hits(app: ASGIApp, words: str, lang: str = "zh-CN") -> list[dict[str, Any]]:
    answer = ask(app, f"/api/search?lang={lang}", form={"q": words})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found: list[dict[str, Any]] = answer.json()["hits"]
    return found


def numbers(app: ASGIApp, words: str) -> list[int]:
    return [hit["number"] for hit in hits(app, words) if "number" in hit]


@pytest.mark.parametrize("words", ["R-1", "r-1", "Ｒ－１", "新庄西街12号", "西街 新庄"])
def test_a_record_is_found_by_code_and_address_in_any_width(app: ASGIApp, words: str) -> None:
    found = next(hit for hit in hits(app, words) if "number" in hit)
    assert found["title"] == "新庄西街12号3栋"
    assert found["layer"] == "rental"
    assert found["point"] == pytest.approx([113.501, 23.101])


@pytest.mark.parametrize("words", ["张三丰", "13812341234", "502房", "3栋502"])
def test_what_is_masked_is_not_found(app: ASGIApp, words: str) -> None:
    assert hits(app, words) == []


@pytest.mark.parametrize("words", ["王小明", "王小明出租屋", "Z-9 王小明"])
def test_whom_a_record_names_is_not_found_by_what_it_is_called(
    app: ASGIApp, live: Live, words: str
) -> None:
    named = rental("Z-9", name="王小明出租屋", personal={"owner": "王小明"})
    write(live.storage, "rental", [named])
    assert hits(app, words) == []
    assert [hit["title"] for hit in hits(app, "Z-9")] == ["王**出租屋"]


def test_words_of_the_search_are_no_expressions(app: ASGIApp) -> None:
    assert hits(app, "%%") == hits(app, "__") == hits(app, "' OR 1=1 --") == []
    assert [hit["title"] for hit in hits(app, "{{7*7}}")] == [NASTY]


def test_one_letter_finds_nothing_and_the_exact_code_comes_first(app: ASGIApp, live: Live) -> None:
    more = [rental(f"XX-R-1{n}", position=at(113.5, 23.1)) for n in range(MOST_OF_KIND + 3)]
    write(live.storage, "rental", more)
    assert hits(app, "R") == []
    found = numbers(app, "R-1")
    assert found[0] == 1
    assert len(found) == MOST_OF_KIND


def test_a_record_without_a_position_is_found_and_said_to_be_off_the_map(app: ASGIApp) -> None:
    found = hits(app, "R-3")[0]
    assert found["point"] is None
    assert "未上图" in found["detail"]


def test_nobody_finds_what_they_may_not_see(live: Live) -> None:
    officer = Account(0, "yuan", "袁", "community_officer", areas=frozenset({"nowhere"}))
    limited = Told(Starlette(routes=build_routes(live)), sign_in(live, officer))
    assert numbers(limited, "R-1") == []


def test_what_others_see_takes_no_room_among_what_is_found(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_LOOKED_AT", 2)
    elsewhere = [rental(f"Q-{n}", position=at(113.515, 23.101)) for n in range(5)]
    write(live.storage, "rental", [*elsewhere, rental("Q-9", position=at(113.505, 23.101))])
    officer = Account(0, "yuan", "袁", "community_officer", areas=frozenset({"D1"}))
    limited = Told(Starlette(routes=build_routes(live)), sign_in(live, officer))
    assert [hit["title"] for hit in hits(limited, "Q-") if "number" in hit] == ["Q-9"]


def test_areas_are_found_with_their_extent(app: ASGIApp) -> None:
    found = hits(app, "新庄社区")[0]
    assert (found["title"], found["kind"], found["shape"]) == ("新庄社区", "社区", "community")
    west, south, east, north = found["bounds"]
    assert west < east
    assert south < north


@pytest.mark.parametrize(("lang", "said"), [("zh-CN", "高德"), ("en", "Amap")])
def test_a_coordinate_says_which_datum_it_was_read_in(app: ASGIApp, lang: str, said: str) -> None:
    found = hits(app, "GCJ-02 113.505 23.098", lang)
    assert len(found) == 1
    assert said in found[0]["detail"]
    assert found[0]["point"] != [113.505, 23.098]


def test_what_changed_since_the_last_search_is_found_as_it_is_now(app: ASGIApp, live: Live) -> None:
    assert numbers(app, "R-77") == []
    write(live.storage, "rental", [rental("R-77", position=at(113.502, 23.102))])
    assert len(numbers(app, "R-77")) == 1
