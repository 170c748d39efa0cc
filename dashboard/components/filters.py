"""The filter bar: shows one `Selection`, and makes the next one out of a click."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.browser import declare
from dashboard.components.choices import area_groups, chosen_text, project_groups, value_groups
from dashboard.components.session import choose_selection
from dashboard.wording import period_text
from geodata.against import in_period
from geodata.errors import SelectionError
from geodata.periods import (
    DAY_ZERO,
    Period,
    Preset,
    last_choosable,
    name_of,
    parse_period,
    preset_period,
    require_choosable,
)
from geodata.selection import parse_selection, to_query

if TYPE_CHECKING:
    from dashboard.components.view import View
    from geodata.selection import Selection

Json = dict[str, object]

KEY: Final = "filters"
_REFUSED: Final = "filter_refused"

_filters = declare("filters")


def show_filters(view: View) -> None:
    """Draw the bar; what is chosen in it is in the session before the next run."""

    def adopt() -> None:
        change = st.session_state[KEY].changed
        try:
            choose_selection(changed(view, change["filter"], change["chosen"]))
        except SelectionError:  # what was shown before stays
            st.session_state[_REFUSED] = change["filter"]

    refused = st.session_state.pop(_REFUSED, None)

    _filters(
        key=KEY,
        data={
            "filters": [
                _projects(view),
                _period(view),
                _areas(view),
                _classes(view),
                _statuses(view),
            ],
            "narrowed": is_narrowed(view.selection),
            "refused": refused,
            "text": view.texts.group("filters") | {"dates_beyond": _beyond_text(view)},
        },
        on_changed_change=adopt,
        on_cleared_change=lambda: choose_selection(cleared(view.selection)),
    )


def changed(view: View, name: str, chosen: Iterable[str] | Mapping[str, str]) -> Selection:
    """Return the view's selection with one filter set to what was chosen.

    Parameters
    ----------
    name
        ``projects``, ``period``, ``areas``, ``classes`` or ``statuses``.
    chosen
        Ids; for ``period`` a ``preset`` or the first and the last day (``start``, ``end``); for
        ``classes`` ids as ``classes:layer.value`` and ``grades:layer.value``.

    Raises
    ------
    SelectionError
        For days that make no period, and for ids that do not exist.
    """
    query = to_query(view.selection)
    if isinstance(chosen, Mapping):
        return in_period(view.selection, _chosen_period(chosen, view.today))
    if name == "classes":
        query |= {kind: _below(chosen, f"{kind}:") for kind in ("classes", "grades")}
    else:
        query[name] = ",".join(map(str, chosen))
    return parse_selection(query, view.catalogue, view.model.areas, period=view.selection.period)


def is_narrowed(selection: Selection) -> bool:
    """Say whether anything but the period narrows what is counted."""
    return bool(
        selection.projects
        or selection.areas
        or selection.classes
        or selection.grades
        or selection.statuses
        or selection.shape
    )


def cleared(selection: Selection) -> Selection:
    """Return the selection with its period and layers, and nothing else chosen."""
    return replace(selection, projects=(), areas=(), classes=(), grades=(), statuses=(), shape=())


def _below(ids: Iterable[str], prefix: str) -> str:
    return ",".join(i.removeprefix(prefix) for i in map(str, ids) if i.startswith(prefix))


def _chosen_period(chosen: Mapping[str, str], today: date) -> Period:
    preset = chosen.get("preset")
    if preset in set(Preset):
        return preset_period(Preset(preset), today)
    try:
        end = date.fromisoformat(chosen["end"]) + timedelta(days=1)
    except (KeyError, ValueError, OverflowError):
        raise SelectionError(
            f"period {str(chosen)[:60]}", "a named period or two dates", "Choose the period again."
        ) from None
    return require_choosable(parse_period(f"{chosen.get('start')}/{end}"), today)


def _beyond_text(view: View) -> str:
    last = last_choosable(view.today)
    return view.texts("filters.dates_beyond", first=DAY_ZERO.year, last=last.year)


def _projects(view: View) -> Json:
    texts, chosen = view.texts, view.selection.projects
    everything = texts("filters.all_projects", n=len(view.projects))
    if len(view.projects) == 1:
        everything = texts.name(view.projects[0].name)
    groups = project_groups(texts, view.projects, chosen)
    many = _many(view, "projects", groups, bool(chosen), everything)
    return many | {"hint": texts("filters.projects_hint")}


def _areas(view: View) -> Json:
    chosen = view.selection.areas
    groups = area_groups(view.model.areas, chosen, seen=view.viewer.areas)
    return _many(view, "areas", groups, bool(chosen), view.whole_text)


def _classes(view: View) -> Json:
    selection, layers = view.selection, view.catalogue.listed_layers
    grades = value_groups(view.texts, layers, "grades", selection.grades, prefix="grades:")
    classes = value_groups(view.texts, layers, "classes", selection.classes, prefix="classes:")
    narrowed = bool(selection.grades or selection.classes)
    return _many(view, "classes", grades + classes, narrowed, view.texts("filters.all"))


def _statuses(view: View) -> Json:
    chosen = view.selection.statuses
    groups = value_groups(view.texts, view.catalogue.listed_layers, "statuses", chosen)
    return _many(view, "statuses", groups, bool(chosen), view.texts("filters.all"))


def _many(view: View, name: str, groups: list[Json], narrowed: bool, everything: str) -> Json:  # noqa: FBT001 - a fact of the filter, not a switch
    return {
        "id": name,
        "kind": "many",
        "label": view.texts(f"filters.{name}"),
        "value": chosen_text(view.texts, groups) if narrowed else everything,
        "narrowed": narrowed,
        "all": everything,
        "groups": groups,
    }


def _period(view: View) -> Json:
    texts, period = view.texts, view.selection.period
    named = name_of(period, view.today)
    return {
        "id": "period",
        "kind": "period",
        "label": texts("filters.period"),
        "value": period_text(texts, period, view.today),
        "narrowed": False,
        "presets": [
            {"id": preset.value, "label": texts(f"period.{preset}"), "chosen": preset == named}
            for preset in Preset
        ],
        "start": period.start.isoformat(),
        "end": period.last_day.isoformat(),
        "first": DAY_ZERO.isoformat(),
        "last": last_choosable(view.today).isoformat(),
    }
