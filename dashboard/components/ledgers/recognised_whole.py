"""One value for all rows, of a field that is required and has no column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard.components.ledgers.jobs import look_again
from dashboard.server.imports import corrections_of
from geodata.areas import LEVELS
from geodata.masking import scrub_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.components.view import View
    from geodata.catalogue import Layer
    from geodata.catalogue.layer import Field
    from geodata.storage.jobs import Job

FIELDS_A_ROW: Final = 4
MOST_VALUE: Final = 40
ONE_ROW: Final = 2
"""Of a file with its headings: what tells its rows apart cannot be the same in several."""


def ask_whole(view: View, job: Job, layer: Layer, found: Mapping[str, Any]) -> None:
    """Ask for each such field; a value given has the file recognised once more with it."""
    given = corrections_of(job).defaults
    names = dict.fromkeys((*found["missing"], *given))
    asked = [layer.by_field[one] for one in names if may_be_whole(layer, found, one)]
    if not asked:
        return
    st.text(view.texts("guided.whole"))
    for first in range(0, len(asked), FIELDS_A_ROW):
        places = st.columns(FIELDS_A_ROW)
        for place, field in zip(places, asked[first : first + FIELDS_A_ROW], strict=False):
            with place:
                _ask(view, job, layer, field, given.get(field.id, ""))


def may_be_whole(layer: Layer, found: Mapping[str, Any], field: str) -> bool:
    """Say whether one value may hold for all rows of what was recognised."""
    rows = found["rows"] + found["mapped"]
    return bool(rows <= ONE_ROW or layer.key != (field,))


def _ask(view: View, job: Job, layer: Layer, field: Field, given: str) -> None:
    key = f"whole_{job.number}_{field.id}"

    def again() -> None:
        value = str(st.session_state[key] or "").strip()
        said = corrections_of(job)
        others = {name: told for name, told in said.defaults.items() if name != field.id}
        told = {**others, field.id: value} if value else others
        look_again(view, job, said._replace(defaults=told))

    choices = whole_choices(view, layer, field)
    label = view.texts("guided.whole_of", field=view.texts.name(field.name))
    if choices:
        st.selectbox(
            label,
            ["", *choices],
            index=["", *choices].index(given) if given in choices else 0,
            format_func=lambda value: choices.get(value, view.texts("guided.whole_none")),
            key=key,
            on_change=again,
        )
    else:
        st.text_input(label, given, max_chars=MOST_VALUE, key=key, on_change=again)


def whole_choices(view: View, layer: Layer, field: Field) -> dict[str, str]:
    """Return the values offered, name by what is handed on; none where anything may be written."""
    if layer.record == "area" and field.column == "parent":
        above = LEVELS[LEVELS.index(layer.level or LEVELS[0]) - 1]
        return {a.code: scrub_text(a.name) for a in view.model.areas.areas if a.level == above}
    return {value.name.zh: view.texts.name(value.name) for value in layer.values_of(field)}
