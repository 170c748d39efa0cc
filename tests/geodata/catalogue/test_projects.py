import re

import pytest

from geodata.catalogue import read_catalogue
from geodata.catalogue.model import ProjectTemplate

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CATALOGUE = read_catalogue()
TEMPLATES = {template.id: template for template in CATALOGUE.templates}
TWELVE = {project.id: project for project in TEMPLATES["yonghe12"].projects}


@pytest.mark.parametrize(
    ("template", "count"), [("yonghe12", 12), ("teda34", 34), ("groups11", 11), ("groups14", 14)]
)
def test_a_template_has_all_its_projects_in_order(template: str, count: int) -> None:
    numbers = [project.number for project in TEMPLATES[template].projects]
    assert numbers == list(range(1, count + 1))


def test_the_twelve_projects_are_in_force() -> None:
    assert [project.name.zh for project in CATALOGUE.projects] == [
        "宣传教育",
        "工作场所安全",
        "外来人口安全",
        "社会治安",
        "消防安全",
        "交通安全",
        "学校安全",
        "防灾减灾环境安全",
        "卫生健康",
        "老年人安全",
        "残疾人安全",
        "伤害监测工作",
    ]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=TEMPLATES)
def test_every_project_is_named_and_described_in_both_languages(template: ProjectTemplate) -> None:
    for project in template.projects:
        words = [project.name, project.intervenes_on, *(t.name for t in project.targets)]
        words += [*project.published_effects, *([project.group] if project.group else [])]
        assert all(word.zh and word.en for word in words), project.id
        assert not any(CHINESE.search(word.en) for word in words), project.id
        assert all(target.source for target in project.targets), project.id


def test_projects_without_incidents_or_results_are_declared_as_such() -> None:
    assert TWELVE["education"].kind == "support"
    assert not TWELVE["education"].layers
    assert not TWELVE["education"].incident_types
    assert not TWELVE["health"].published_effects


def test_published_effects_keep_the_figures_of_the_report() -> None:
    effects = " ".join(effect.zh for p in TWELVE.values() for effect in p.published_effects)
    for figure in ("159", "7%", "207", "9.6%", "94%", "85%", "35%", "82", "64", "10351", "22"):
        assert figure in effects


def test_a_project_of_a_parent_type_covers_the_types_below_it() -> None:
    incident = CATALOGUE.by_layer["incident"].classes
    assert incident is not None
    covered = incident.with_descendants(TWELVE["public_order"].incident_types)
    assert {"robbery", "burglary", "vehicle_theft", "vice", "brawl"} <= covered
    assert "fire_electric" not in covered


def test_one_incident_type_may_belong_to_several_projects() -> None:
    assert "fire_electric" in TWELVE["migrant_housing"].incident_types
    incident = CATALOGUE.by_layer["incident"].classes
    assert incident is not None
    assert "fire_electric" in incident.with_descendants(TWELVE["fire"].incident_types)


def test_eighteen_of_the_34_go_on_and_sixteen_are_new() -> None:
    progress = [project.progress for project in TEMPLATES["teda34"].projects]
    assert (progress.count("continuing"), progress.count("new")) == (18, 16)


def test_the_groups_that_support_the_others_are_marked() -> None:
    support = {
        template: [p.name.zh for p in TEMPLATES[template].projects if p.kind == "support"]
        for template in ("groups11", "groups14")
    }
    assert support == {
        "groups11": ["安全教育推广组", "数据统计组", "考核监察组"],
        "groups14": ["安全宣传教育组", "伤害监测组", "绩效评估组", "专家顾问组"],
    }


def test_the_cross_walk_names_every_project_of_every_template() -> None:
    named: dict[str, set[str]] = {template: set() for template in TEMPLATES}
    for row in CATALOGUE.crosswalk:
        named["yonghe12"] |= set(row.projects)
        for template, matched in row.matches.items():
            named[template] |= set(matched)
    for template, ids in named.items():
        assert ids == {project.id for project in TEMPLATES[template].projects}
