"""The page of promotion projects: how all stand, or one of them with numbers, targets and map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.belonging import undeclared_projects
from dashboard.components.cards import show_cards
from dashboard.components.guard import apart
from dashboard.components.indicators.cells import measure_all
from dashboard.components.indicators.standing import aims_of, standings_text
from dashboard.components.mapping import show_mapping
from dashboard.components.projects.head import finding_text, indicators_of, show_project_head
from dashboard.components.projects.tables import show_month, show_targets
from dashboard.components.records.rows import show_rows
from dashboard.components.session import choose_selection
from dashboard.components.table import Heading, rows_json, show_table
from geodata.belonging import may_belong

if TYPE_CHECKING:
    from dashboard.components.view import View
    from geodata.catalogue.model import Project

KEY: Final = "projects"
COLUMNS: Final = ("project", "finding", "standings", "about")


def show_projects(view: View) -> None:
    """Draw the one project that is chosen, else all that are seen."""
    project = chosen_project(view)
    if project is None:
        _show_list(view)
    else:
        _show_one(_of(view, project), project)


def chosen_project(view: View) -> Project | None:
    """Return the project the filter is set to, or the only one there is."""
    chosen = [p for p in view.projects if p.id in view.selection.projects]
    seen = chosen if view.selection.projects else list(view.projects)
    return seen[0] if len(seen) == 1 else None


def _of(view: View, project: Project) -> View:
    return replace(view, selection=replace(view.selection, projects=(project.id,)))


def _show_one(view: View, project: Project) -> None:
    found = measure_all(view)
    with apart("project"):
        show_project_head(view, project, found, on_back=lambda: _choose(view, None))
    if numbers := indicators_of(view, project):
        with apart("cards"):
            show_cards(view, numbers)
    with st.container(key="project_row"):
        left, right = st.columns([11, 10], gap="small")
        with left, st.container(key="project_map"), apart("map"):
            if not undeclared_projects(view):
                show_mapping(view)
        with right, apart("targets"):
            show_targets(view, project, found)
            show_month(view, numbers)
    with apart("rows"):
        show_rows(view)


def _show_list(view: View) -> None:
    texts = view.texts
    rows = []
    for project in sorted(view.projects, key=lambda one: one.number):
        own = _of(view, project)
        found = measure_all(own)
        aims = aims_of([project], found.last_year)
        about = texts.name(project.intervenes_on)
        cells = [texts.name(project.name), finding_text(own, project, found)]
        rows.append((project.id, [*cells, standings_text(texts, aims), about]))
    show_table(
        KEY,
        texts,
        label=texts("projects.label"),
        columns=[Heading(name, texts(f"projects.col_{name}")) for name in COLUMNS],
        rows=rows_json(rows),
        empty=texts("projects.none"),
        opens="row",
        on=lambda _, value: _choose(view, str(value)),
        about=texts("table.about", period=view.period_text, area=view.area_text),
    )


def _choose(view: View, chosen: str | None) -> None:
    """Set the filter to one project, with its layers on, or to none with the usual ones."""
    layers = [
        layer.id
        for layer in view.catalogue.listed_layers
        if (may_belong(layer, view.catalogue, [chosen]) if chosen else layer.shown)
    ]
    projects = tuple(p.id for p in view.projects if p.id == chosen)
    choose_selection(replace(view.selection, projects=projects, layers=tuple(sorted(layers))))
