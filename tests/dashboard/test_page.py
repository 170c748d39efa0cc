"""The page as Streamlit runs it, without a browser: what each of our pieces is told."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app import SCRIPT
from dashboard.components import identity
from dashboard.components.records.asked import RowsAsked
from dashboard.components.view import View
from dashboard.server.live import Live, open_live
from etl.imports import import_ledger
from etl.order import Order
from etl.reading import Manner
from geodata.accounts import Account, Session
from geodata.catalogue import read_catalogue
from geodata.errors import LedgerError
from geodata.selection import to_query
from tests.dashboard.signing import sign_in
from tests.dashboard.small_town import NASTY
from tests.etl.making import write_csv
from tests.geodata.making import NOW, at, rental, write

Pieces = dict[str, Any]
Open = Callable[..., AppTest]


def pieces(page: AppTest) -> Pieces:
    """Return the data of each piece on the page by its name."""
    assert not page.exception
    found = {}
    for element in page.main:  # every element, at any depth
        proto: Any = getattr(element, "proto", None)
        if type(proto).__name__ == "BidiComponent":
            found[proto.component_name] = json.loads(proto.json)
    return found


def tables(page: AppTest) -> list[Pieces]:
    """Return the data of each table on the page, from above."""
    assert not page.exception
    protos: list[Any] = [getattr(element, "proto", None) for element in page.main]
    found = [p for p in protos if getattr(p, "component_name", "") == "safety_map_table"]
    return [json.loads(proto.json) for proto in found]


@pytest.fixture
def open_page(live: Live, view: View, session: Session, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open the page by a link to the filter of `view`."""
    assert live is view.live
    monkeypatch.setattr(identity, "told_session", lambda: session.number)

    def run(**more: str) -> AppTest:
        page = AppTest.from_file(str(SCRIPT), default_timeout=30)
        for key, value in {**to_query(view.selection), **more}.items():
            page.query_params[key] = value
        return page.run()

    return run


def card(shown: Pieces, name: str) -> dict[str, str]:
    cards = {each["id"]: each for each in shown["safety_map_cards"]["cards"]}
    found: dict[str, str] = cards[name]
    return found


def test_all_pieces_are_on_the_page(open_page: Open) -> None:
    names = {"head", "filters", "cards", "table"}
    assert {f"safety_map_{name}" for name in names} | {"safety_map"} == set(pieces(open_page()))


def test_cards_tell_number_comparison_and_share(open_page: Open) -> None:
    shown = pieces(open_page())
    crashes = card(shown, "road_crashes")
    assert (crashes["number"], crashes["earlier"]) == ("6", "上年同期 9")
    assert crashes["change"] == "≈ −33.3 %，无显著变化"
    assert card(shown, "fires")["change"] == "••• 不足 5 起，不计百分比"
    strict = card(shown, "strict_rentals")
    assert (strict["number"], strict["change"]) == ("2", "2 / 3 栋")


def test_the_note_tells_period_area_number_and_what_is_not_on_the_map(open_page: Open) -> None:
    note = pieces(open_page())["safety_map_cards"]["note"]
    assert note["lead"] == "2025 年（01-01 至 12-31），全街道，事故案件 n = 8 起"
    assert note["placed"] == "（图上 7，未上图 1）"
    assert "一起事件可属多个项目，各项目数不能相加成全街道数" in note["hints"]


def test_a_project_changes_cards_table_and_map_together(open_page: Open) -> None:
    shown = pieces(open_page(projects="fire"))
    assert card(shown, "road_crashes")["number"] == "—"
    assert card(shown, "road_crashes")["change"] == "不属于所选项目"
    assert card(shown, "fires")["number"] == "2"
    counts = {tab["id"]: tab["count"] for tab in shown["safety_map_table"]["tabs"]}
    assert counts["incident"] == "2"
    assert shown["safety_map"]["selection"]["projects"] != [0, 0]


def test_a_project_that_supports_the_others_says_that_nothing_is_declared(open_page: Open) -> None:
    shown = pieces(open_page(projects="education"))
    assert {each["number"] for each in shown["safety_map_cards"]["cards"]} == {"—"}
    hints = " ".join(shown["safety_map_cards"]["note"]["hints"])
    assert "宣传教育：没有声明图层" in hints
    table = shown["safety_map_table"]
    assert {tab["count"] for tab in table["tabs"][:-1]} == {"—"}
    assert table["empty"].startswith("出租屋不属于所选的促进项目")


def test_a_status_is_of_now_and_is_not_compared(open_page: Open) -> None:
    crashes = card(pieces(open_page(statuses="incident.open")), "road_crashes")
    assert (crashes["earlier"], crashes["change"]) == ("", "按现在的状态筛选，不作比较")


def test_with_all_layers_off_the_table_says_so(open_page: Open) -> None:
    table = pieces(open_page(layers=""))["safety_map_table"]
    assert table["tabs"] == []
    assert table["empty"].startswith("所有图层都已关闭")


def test_a_period_changes_cards_table_and_map_together(open_page: Open, view: View) -> None:
    shown = pieces(open_page(period="2025-03-01/2025-04-01"))
    assert card(shown, "fires")["number"] == "2"
    assert card(shown, "road_crashes")["number"] == "0"
    told, criteria = shown["safety_map"]["selection"], view.criteria
    assert (told["start_day"], told["end_day"]) != (criteria.start_day, criteria.end_day)


def test_an_area_narrows_everything(open_page: Open, view: View) -> None:
    shown = pieces(open_page(areas="D1"))
    assert shown["safety_map_cards"]["note"]["lead"].split("，")[1] == "新庄社区"
    assert shown["safety_map"]["selection"]["areas"] == list(view.model.areas.descendants(["D1"]))


def test_a_broken_link_says_what_is_wrong_and_shows_the_usual(open_page: Open) -> None:
    shown = pieces(open_page(areas="nowhere"))
    assert "nowhere" in shown["safety_map_cards"]["problem"]
    assert shown["safety_map"]["selection"]["areas"] is None


def test_a_link_beyond_next_year_says_so_and_shows_the_usual(open_page: Open) -> None:
    shown = pieces(open_page(period="2098-01-01/2099-01-01"))
    assert "2098-01-01/2099-01-01" in shown["safety_map_cards"]["problem"]


def test_a_link_carries_language_extent_and_pick(open_page: Open) -> None:
    shown = pieces(open_page(lang="en", extent="113.5,23.1,113.51,23.11", pick="rental.1"))
    assert shown["safety_map_head"]["title"] == "Safety map"
    assert shown["safety_map"]["extent"] == [113.5, 23.1, 113.51, 23.11]
    assert shown["safety_map"]["pick"] == {"layer": "rental", "number": 1}


def test_the_map_gets_numbers_and_codes_and_no_text_of_a_ledger(open_page: Open) -> None:
    told = json.dumps(pieces(open_page())["safety_map"], ensure_ascii=False)
    assert "pwned" not in told
    assert "新庄西街" not in told


def test_a_card_lists_the_rows_it_counts_with_its_definition(open_page: Open) -> None:
    page = open_page()
    page.session_state["rows_asked"] = RowsAsked("incident", indicator="fires")
    table = pieces(page.run())["safety_map_table"]
    assert [row["id"] for row in table["rows"]] == ["incident.2", "incident.1"]
    assert table["definition"]["name"] == "火灾"


def test_records_without_position_of_every_layer_are_listed(open_page: Open) -> None:
    page = open_page()
    page.session_state["rows_asked"] = RowsAsked(unplaced=True)
    table = pieces(page.run())["safety_map_table"]
    assert [row["id"] for row in table["rows"]] == ["rental.3", "incident.8"]


def test_an_empty_filter_says_so_and_how_to_go_on(open_page: Open) -> None:
    table = pieces(open_page(period="2010-01-01/2010-02-01", layers="incident"))["safety_map_table"]
    assert table["rows"] == []
    assert table["empty"].startswith("所选条件下没有记录（2010-01，全街道）")


def test_new_data_is_on_the_page_at_the_next_run(open_page: Open, live: Live) -> None:
    page = open_page()
    before = pieces(page)["safety_map"]["version"]
    write(live.storage, "rental", [rental("R-4", grade="red", position=at(113.502, 23.102))])
    shown = pieces(page.run())
    assert shown["safety_map"]["version"] > before
    assert card(shown, "strict_rentals")["number"] == "3"


def test_who_may_be_overheard_reads_so_in_the_head(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pieces(open_page())["safety_map_head"]["overheard"] is False
    monkeypatch.setattr("dashboard.components.head.is_overheard", lambda: True)
    head = pieces(open_page())["safety_map_head"]
    assert (head["overheard"], head["text"]["overheard"]) == (True, "未加密连接")


def test_the_ledger_page_lists_batches_and_says_that_no_row_was_rejected(open_page: Open) -> None:
    page = open_page().switch_page("../pages/ledgers.py").run()
    table = pieces(page)["safety_map_table"]
    cells = table["rows"][0]["cells"]
    assert cells[:3] == ["5", "事故案件", "incident.xlsx"]
    assert cells[4:6] == ["已导入", "18"]
    assert table["about"].startswith("第 5 批，不是数据的行：表头")
    assert table["about"].endswith("没有退回的行。")


def test_the_ledger_page_says_why_a_file_was_refused(
    open_page: Open, live: Live, tmp_path: Path
) -> None:
    broken = Order(write_csv(tmp_path / "坏.csv", [["甲"], [1]]), "rental")
    with pytest.raises(LedgerError):
        import_ledger(live.storage, read_catalogue(), broken, now=NOW)
    shown = pieces(open_page().switch_page("../pages/ledgers.py").run())
    table = shown["safety_map_table"]
    assert "坏.csv" in table["problem"]
    assert table["rows"][0]["cells"][4:] == ["失败", *["—"] * 7]


def test_what_was_noted_about_the_rows_of_a_batch_is_listed_by_kind(
    open_page: Open, live: Live, tmp_path: Path
) -> None:
    headings = ["房屋编码", "房屋地址", "套数", "房东电话", "社区", "经度", "纬度"]
    rows: list[list[object]] = [
        ["R-8", "新庄西街8号", 4, "12", "永岗社区", 113.501, 23.101],
        ["R-9", "新庄西街9号", 4, "", "月亮社区", 113.501, 23.101],
        [""] * 7,
    ]
    path = write_csv(tmp_path / "新.csv", [headings, *rows])
    order = Order(path, "rental", Manner(crs="wgs84"))
    import_ledger(live.storage, read_catalogue(), order, now=NOW)
    page = open_page().switch_page("../pages/ledgers.py").run()
    found = tables(page)
    assert found[1]["about"].startswith("第 6 批，不是数据的行：表头和说明 1，空行 ")
    assert [(tab["id"], tab["count"]) for tab in found[0]["tabs"]] == [
        ("warned", "1"),
        ("misplaced", "2"),
    ]
    page.session_state["batch_notes_tab"] = "misplaced"
    reasons = [row["cells"][-1] for row in tables(page.run())[0]["rows"]]
    assert reasons[0].startswith("写的是“永岗社区”，坐标在")
    assert reasons[1].startswith("“月亮社区”不在社区名单中，按坐标计入")


def test_a_town_without_ledgers_shows_blanks_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = open_live(tmp_path, clock=lambda: NOW)
    number = sign_in(empty, Account(0, "chen.li", "陈丽", "clerk")).number
    monkeypatch.setattr(identity, "told_session", lambda: number)
    page = AppTest.from_file(str(SCRIPT), default_timeout=30).run()
    led = pieces(page)
    leads = [
        page.switch_page(f"../pages/{name}.py").run().subheader[0].value
        for name in ("placing", "duplicates")
    ]
    shown = pieces(page.switch_page("../pages/map.py").run())
    empty.storage.close()
    rows = led["safety_map_table"]["rows"]
    assert [row["cells"][1:] for row in rows] == [["○ 缺", "没有"]] * 6  # set the street up first
    assert {each["number"] for each in shown["safety_map_cards"]["cards"]} == {"—"}
    empty_text = shown["safety_map_table"]["empty"]
    assert empty_text.startswith("还没有导入台账")
    assert "街道界线 → 社区 → 居民小组 → 地面要素 → 街路" in empty_text
    assert leads == ["还没有导入台账。", "还没有导入台账，没有可比对的记录。"]


def test_nothing_of_a_ledger_is_markdown_or_markup(open_page: Open, view: View) -> None:
    page = open_page(layers=",".join(view.selection.layers))
    assert not [element for element in page.markdown if "pwned" in element.value]
    assert not [m for m in page.main if type(m.proto).__name__ == "Html" and NASTY in m.proto.body]


def test_switching_a_layer_off_takes_its_tab(open_page: Open, view: View) -> None:
    fewer = replace(view.selection, layers=("rental",))
    tabs = pieces(open_page(**to_query(fewer)))["safety_map_table"]["tabs"]
    assert [tab["id"] for tab in tabs] == ["rental", "unplaced"]
