"""The page of shelters: sentence, cards and rows say the same, to each as far as it may see."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app import SCRIPT
from dashboard.components import identity
from dashboard.server.live import Live, open_live
from dashboard.worker.shelters import make_shelter_reach
from dashboard.worker.work import Work
from geodata.accounts import Account
from geodata.storage.jobs import ask_job, claim_job
from geodata.storage.store import open_storage
from tests.dashboard.signing import sign_in
from tests.dashboard.taking_tables import as_shown, take_table
from tests.dashboard.test_page import pieces
from tests.geodata.making import NOW, write_town
from tests.geodata.reach_town import write_reach_town

Shown = dict[str, Any]
Open = Callable[..., Shown]
CLERK = Account(0, "chen.li", "陈丽", "clerk")
OFFICER = Account(0, "yuan", "袁", "community_officer", areas=frozenset({"D2"}))


@pytest.fixture(scope="module")
def reach_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town whose reach the worker has worked out."""
    folder = tmp_path_factory.mktemp("避难")
    storage = open_storage(folder, now=NOW)
    write_reach_town(storage)
    ask_job(storage, "shelter_reach", {}, key="", by=None, now=NOW)
    job = claim_job(storage, now=NOW)
    assert job is not None
    told = make_shelter_reach(Work(job, storage, lambda: NOW))
    assert told == {"people": 45, "rentals": 2}
    storage.close()
    return folder


@pytest.fixture
def reached(reach_folder: Path, tmp_path: Path) -> Iterator[Live]:
    opened = open_live(shutil.copytree(reach_folder, tmp_path / "避难"), clock=lambda: NOW)
    yield opened
    opened.storage.close()


@pytest.fixture
def open_page(reached: Live, monkeypatch: pytest.MonkeyPatch) -> Open:
    def run(account: Account = CLERK, live: Live = reached, **link: str) -> Shown:
        number = sign_in(live, account).number
        monkeypatch.setattr(identity, "told_session", lambda: number)
        page = AppTest.from_file(str(SCRIPT), default_timeout=30)
        for key, value in link.items():
            page.query_params[key] = value
        page.run()
        opened = page.switch_page("../pages/shelters.py").run()
        found = pieces(opened)
        found["info"] = [info.value for info in opened.info]
        return found

    return run


def numbers(shown: Shown) -> dict[str, str]:
    return {card["id"]: card["number"] for card in shown["safety_map_cards"]["cards"]}


def test_sentence_cards_and_rows_say_the_same(open_page: Open) -> None:
    shown = open_page()
    assert (
        shown["safety_map_finding"]["headline"]
        == "50.0 % 的人住在避难场所 500 米以内，20 人在范围外"
    )
    assert numbers(shown) == {
        "covered": "20", "out": "20", "rentals": "1", "shelters": "1",
        "m2_per_head": "2", "fixed_share": "0.0",
    }  # fmt: skip
    table = shown["safety_map_table"]
    assert [row["cells"][:2] for row in table["rows"]] == [
        ["新庄社区 一组", "10"], ["永岗社区 一组", "10"],
    ]  # fmt: skip
    assert {tab["id"]: tab["count"] for tab in table["tabs"]} == {
        "out": "2", "classes": "1", "shelters": "1", "rentals": "1",
    }  # fmt: skip
    assert "500 米以外" in table["definition"]["text"]
    notes = " ".join(shown["safety_map_finding"]["notes"])
    assert "人口 45 人（2025 年 户籍、流动），88.9 % 落到 3 栋居住建筑" in notes
    assert "5 人所在区域没有居住建筑数据" in notes


def test_a_link_chooses_distance_and_class_and_map_and_rows_follow(open_page: Open) -> None:
    shown = open_page(within="1000", kind="emergency")
    assert numbers(shown)["out"] == "10"
    assert [zone["distance_m"] for zone in shown["safety_map"]["zones"]] == [1_000]
    assert shown["safety_map"]["selection"]["classes"] == {"shelter": [0]}
    assert [row["cells"][0] for row in shown["safety_map_table"]["rows"]] == ["永岗社区 一组"]


def test_nonsense_in_a_link_shows_the_usual(open_page: Open) -> None:
    chosen = {
        c["id"]: c["chosen"]
        for c in open_page(within="7", way="<b>", kind="streets")["safety_map_finding"]["choosers"]
    }
    assert chosen == {"within": "500", "way": "straight", "kind": "all"}


def test_an_officer_reads_figures_of_the_own_area(open_page: Open) -> None:
    shown = open_page(OFFICER)
    assert numbers(shown)["out"] == "10"
    assert [row["cells"][0] for row in shown["safety_map_table"]["rows"]] == ["永岗社区 一组"]


def test_what_is_taken_away_is_what_the_table_shows(open_page: Open, reached: Live) -> None:
    table = open_page(within="1000")["safety_map_table"]
    assert table["take"]["address"] == "/api/tables/shelter_areas"
    session = sign_in(reached, Account(0, "li", "李", "leader"))
    about, rows = take_table(reached, session, f"shelter_areas/xlsx?{table['take']['query']}")
    assert as_shown(rows[1:]) == [row["cells"] for row in table["rows"]]
    assert "1,000" in about
    _, classes = take_table(reached, session, "shelter_classes/xlsx")
    assert [row[0] for row in classes[1:]] == ["紧急避难场所"]


def test_a_project_head_sees_the_shelters_of_the_own_project_only(open_page: Open) -> None:
    own = open_page(Account(0, "wu", "吴", "project_head", projects=frozenset({"disaster"})))
    assert (numbers(own)["shelters"], numbers(own)["rentals"]) == ("1", "0")
    other = open_page(Account(0, "ma", "马", "project_head", projects=frozenset({"fire"})))
    assert numbers(other)["shelters"] == "0"
    assert other["safety_map_finding"]["headline"].startswith("50.0 % 的人住在避难场所 500 米以内")
    unseen = [card for card in other["safety_map_cards"]["cards"] if card["number"] == "0"]
    assert [(card["id"], card["earlier"], card["change"]) for card in unseen] == [
        (name, "", "本账号范围内没有") for name in ("rentals", "shelters")
    ]


def test_an_evaluator_reads_the_figures_of_all(open_page: Open) -> None:
    shown = open_page(Account(0, "ding", "丁", "evaluator"))
    assert numbers(shown)["out"] == "20"


def test_without_a_ledger_the_page_says_which(open_page: Open, tmp_path: Path) -> None:
    storage = open_storage(tmp_path / "空", now=NOW)
    write_town(storage)
    storage.close()
    live = open_live(tmp_path / "空", clock=lambda: NOW)
    assert "还没有导入避难场所台账" in open_page(CLERK, live)["info"][0]
    live.storage.close()
