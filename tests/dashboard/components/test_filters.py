from dataclasses import replace
from datetime import date

import pytest

from dashboard.components.choices import area_groups, chosen_text, project_groups, value_groups
from dashboard.components.filters import changed, cleared, is_narrowed
from dashboard.components.view import View
from geodata.errors import SelectionError
from geodata.periods import Period, Preset, preset_period


def test_a_click_sets_one_filter_and_leaves_the_others(view: View) -> None:
    chosen = changed(view, "projects", ["fire"])
    assert chosen == replace(view.selection, projects=("fire",))


def test_no_choice_means_all(view: View) -> None:
    narrowed = replace(view, selection=changed(view, "areas", ["D1"]))
    assert changed(narrowed, "areas", []) == view.selection


def test_classes_and_grades_share_one_filter(view: View) -> None:
    ids = ["grades:rental.red", "classes:incident.fire"]
    chosen = changed(view, "classes", ids)
    assert (chosen.grades, chosen.classes) == (("rental.red",), ("incident.fire",))


def test_a_named_period_is_that_of_today(view: View) -> None:
    chosen = changed(view, "period", {"preset": "last_month"})
    assert chosen.period == preset_period(Preset.LAST_MONTH, view.today)


def test_the_last_day_of_ones_own_dates_is_counted(view: View) -> None:
    chosen = changed(view, "period", {"start": "2025-03-01", "end": "2025-03-31"})
    assert chosen.period == Period(date(2025, 3, 1), date(2025, 4, 1))


@pytest.mark.parametrize(
    ("name", "chosen"),
    [
        ("projects", ["nope"]),
        ("areas", ["__class__"]),
        ("statuses", ["rental.flying"]),
        ("classes", ["grades:rental.mauve"]),
        ("period", {"preset": "for_ever"}),
        ("period", {"start": "2025-03-01"}),
        ("period", {"start": "2025-03-05", "end": "2025-03-01"}),
        ("period", {"start": "x", "end": "9999-12-31"}),
        ("period", {"start": "1990-01-01", "end": "1990-01-02"}),
        ("period", {"start": "2026-01-01", "end": "2099-01-01"}),
    ],
)
def test_what_does_not_exist_is_refused(view: View, name: str, chosen: object) -> None:
    with pytest.raises(SelectionError):
        changed(view, name, chosen)  # type: ignore[arg-type]


def test_a_plan_may_be_looked_at_to_the_end_of_next_year(view: View) -> None:
    end = date(view.today.year + 1, 12, 31)
    chosen = changed(view, "period", {"start": "2025-01-01", "end": end.isoformat()})
    assert chosen.period.last_day == end


def test_the_period_alone_does_not_narrow(view: View) -> None:
    assert not is_narrowed(view.selection)
    assert is_narrowed(changed(view, "statuses", ["rental.let"]))


def test_clearing_keeps_period_and_layers(view: View) -> None:
    narrowed = changed(
        replace(view, selection=changed(view, "areas", ["D1"])), "projects", ["fire"]
    )
    assert cleared(narrowed) == view.selection


def test_communities_are_followed_by_their_groups(view: View) -> None:
    groups = area_groups(view.model.areas, {"D1-2"})
    assert [[o["label"] for o in g["options"]] for g in groups] == [  # type: ignore[attr-defined]
        ["新庄社区", "一组", "二组"],
        ["永岗社区", "一组"],
    ]
    assert chosen_text(view.texts, groups) == "二组"


def test_several_choices_are_told_by_their_number(view: View) -> None:
    projects = project_groups(view.texts, view.catalogue.projects, {"fire", "traffic"})
    assert chosen_text(view.texts, projects) == "已选 2 项"


def test_values_are_grouped_by_layer_and_list(view: View) -> None:
    groups = value_groups(view.texts, view.catalogue.listed_layers, "statuses", ())
    assert groups[0]["label"] == "出租屋 · 状态"
