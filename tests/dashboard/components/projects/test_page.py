"""Pages of projects and indicators: what each viewer is told, and what is not said."""

from dataclasses import replace

import pytest

from dashboard.components.cards import card_json
from dashboard.components.indicators.cells import awaited_cells, indicator_cells, measure_all
from dashboard.components.indicators.formula import definition_text, formula_text
from dashboard.components.indicators.words import shown_text, value_text
from dashboard.components.mapping import to_map_view
from dashboard.components.projects.head import finding_text, indicators_of
from dashboard.components.projects.page import chosen_project
from dashboard.components.view import View
from geodata.accounts import Account
from geodata.records import Occurrence, Record
from tests.dashboard.signing import sign_in
from tests.dashboard.small_town import on
from tests.geodata.making import write


def _of(view: View, *projects: str) -> View:
    return replace(view, selection=replace(view.selection, projects=projects))


def test_a_page_is_of_the_one_project_chosen_or_of_the_only_one_seen(view: View) -> None:
    fire = chosen_project(_of(view, "fire"))
    assert fire is not None
    assert fire.id == "fire"
    assert chosen_project(view) is None
    assert chosen_project(_of(view, "fire", "traffic")) is None
    account = Account(0, "wu", "吴", "project_head", projects=frozenset({"fire"}))
    head = replace(view, session=sign_in(view.live, account))
    assert chosen_project(head) == fire
    assert chosen_project(_of(head, "traffic")) is None


@pytest.mark.parametrize(
    ("project", "said"),
    [
        ("fire", "火灾 2 起，••• 不足 5 起，不计百分比"),
        ("traffic", "道路交通事故 6 起，≈ −33.3 %，无显著变化"),
        ("education", "还没有可计算的指标"),
        ("disaster", "人均避难面积暂无数据"),
    ],
)
def test_the_finding_of_a_project_is_one_clause(view: View, project: str, said: str) -> None:
    own = _of(view, project)
    declared = next(one for one in view.catalogue.projects if one.id == project)
    assert finding_text(own, declared, measure_all(own)) == said


def test_a_project_leads_with_the_indicators_of_its_targets(view: View) -> None:
    projects = {one.id: one for one in view.catalogue.projects}
    numbers = [one.id for one in indicators_of(view, projects["public_order"])]
    assert numbers[:2] == ["criminal_cases", "public_order_cases"]
    assert "fires" not in numbers
    school = [one.id for one in indicators_of(view, projects["school"])]
    assert school[:4] == ["zone_deaths", "banned_venues", "zone_incidents", "zone_hours"]
    assert "zone_incidents" not in [one.id for one in indicators_of(view, projects["fire"])]


def test_an_indicator_says_what_it_is_of_and_how_its_target_stands(view: View) -> None:
    found = measure_all(view)
    by_id = {one.id: one for one in view.catalogue.indicators}
    crashes = indicator_cells(view, found, by_id["road_crashes"])
    assert crashes[1:4] == ["6 起", "n = 6 起", "9 → ≈ −33.3 %，无显著变化"]
    assert crashes[4:7] == ["同左", "同比 ≤ 0 %", "✓ 达标"]
    rate = indicator_cells(view, found, by_id["crash_rate"])
    assert rate[1:3] == ["—", "没有可用的分母"]
    deaths = indicator_cells(view, found, by_id["deaths"])
    assert deaths[1:3] == ["—", "8 起，都没有填写这一项"]
    awaited = next(one for one in view.catalogue.awaited if one.id == "major_closed")
    assert awaited_cells(view, awaited)[1:3] == ["—", "待接入：隐患台账"]


def test_few_people_harmed_are_not_told_on_a_shared_screen(view: View) -> None:
    deaths = next(one for one in view.catalogue.indicators if one.id == "deaths")
    found = measure_all(view).last_year["deaths"]
    three = replace(found, value=3)
    shared = replace(view, session=replace(view.session, presenting=True))
    assert value_text(view, deaths, three) == "3"
    assert value_text(shared, deaths, three) == "不足 5"
    assert value_text(shared, deaths, replace(found, value=0)) == "0"
    assert shown_text(shared, deaths, 4) == "不足 5"
    crashes = next(one for one in view.catalogue.indicators if one.id == "road_crashes")
    assert shown_text(shared, crashes, 4) == "4"
    assert value_text(shared, deaths, replace(found, value=5)) == "5"


def test_nor_were_they_a_year_before(view: View) -> None:
    """Three killed in 2024, one in 2025, on the card and in the table."""
    days = [on(6, n, 2024) for n in (11, 12, 13)] + [on(6, 11)]
    killed = [
        Record(key=f"K-{n}", row=n, occurrence=Occurrence(day, dead=1))
        for n, day in enumerate(days, start=2)
    ]
    write(view.live.storage, "incident", killed)
    view = replace(view, model=view.live.model())
    deaths = next(one for one in view.catalogue.indicators if one.id == "deaths")
    shared = replace(view, session=replace(view.session, presenting=True))
    for seen, before in ((view, "3"), (shared, "不足 5")):
        assert str(card_json(seen, deaths)["earlier"]).endswith(f" {before}")
        assert indicator_cells(seen, measure_all(seen), deaths)[3].startswith(f"{before} → ")


def test_a_formula_is_made_from_the_declaration(view: View) -> None:
    texts, catalogue = view.texts, view.catalogue
    by_id = {one.id: one for one in catalogue.indicators}
    assert formula_text(texts, catalogue, by_id["criminal_rate"]) == (
        "事故案件（刑事案件） 起数 ÷ 人口（户籍、流动） 人数 × 10,000"
    )
    assert formula_text(texts, catalogue, by_id["loss"]) == "事故案件 直接经济损失 × 1/10,000"
    for measured in catalogue.indicators:
        assert measured.source in definition_text(texts, catalogue, measured)
    for awaited in catalogue.awaited:
        assert awaited.awaits.zh in definition_text(texts, catalogue, awaited)


def test_the_legend_says_of_no_number_why_there_is_none(view: View) -> None:
    silent = to_map_view(_of(view, "fire"), 0).silent
    assert silent["rental"] == "不属所选项目"
    assert silent["school"] == "未导入"
    assert "incident" not in silent
    assert "rental" not in to_map_view(view, 0).silent
