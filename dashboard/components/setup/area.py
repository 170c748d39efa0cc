"""The form of an area that is drawn by hand, or known by its name only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.ledgers.refused import refused_lines
from dashboard.components.setup.map import forget_outline
from dashboard.server.forms import MOST_REASON
from dashboard.setup.doing import save_area
from etl.drawn import MOST_NAME, DrawnArea, next_code
from geodata.areas import LEVELS
from geodata.errors import LedgerError
from geodata.masking import scrub_text

if TYPE_CHECKING:
    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.areas import Area
    from geodata.catalogue.model import Layer
    from geodata.selection import Point

CHOSEN: Final = "setup_layer"
"""The layer looked at; once an area was saved that stays it, until another is chosen."""

_TOLD: Final = "setup_told"
"""What became of the last saving, with the layer it was of: stays until the next one."""

_SAVED: Final = "setup_saved"
MOST_CODE: Final = 24


def show_area_form(view: View, layer: Layer, outline: tuple[Point, ...], words: Texts) -> None:
    """Draw it; what became of the last one stands above."""
    st.markdown(f"**{words('draw')}**", help=words("how"))
    of, lines = st.session_state.get(_TOLD, ("", ()))
    for line in lines if of == layer.id else ():
        st.text(line)
    areas = view.model.areas.areas
    above = _above(view, layer)
    if above is not None and not above:
        st.text(words("no_parent", layer=_level_name(view, LEVELS.index(str(layer.level)) - 1)))
        return
    own = {area.code: area for area in areas if area.level == layer.level}
    saved = st.session_state.get(_SAVED, 0)
    code = st.selectbox(
        words("which"),
        ["", *own],
        format_func=lambda code: _named(view, layer, own.get(code), words),
        key=f"setup_which_{layer.id}_{saved}",
    )
    _ask(view, layer, own.get(code), outline, words)


def _ask(
    view: View, layer: Layer, area: Area | None, outline: tuple[Point, ...], words: Texts
) -> None:
    """Ask for name, code, the area above and the ground for it."""
    areas, above = view.model.areas.areas, _above(view, layer)
    key = f"setup_{layer.id}_{area.code if area else ''}_{st.session_state.get(_SAVED, 0)}"
    with st.form(key, border=False):
        first, second = st.columns(2)
        first.text_input(
            words("name"), area.name if area else "", max_chars=MOST_NAME, key=f"{key}_name"
        )
        if area is None:
            hint = words("code_hint")
            second.text_input(words("code"), max_chars=MOST_CODE, help=hint, key=f"{key}_code")
        if above:
            parent = areas[area.parent].code if area and area.parent is not None else None
            codes = list(above)
            first.selectbox(
                words("parent"),
                codes,
                index=codes.index(parent) if parent in above else 0,
                format_func=lambda code: scrub_text(above[code]),
                key=f"{key}_parent",
            )
        (second if above else st).text_input(
            words("reason"),
            max_chars=MOST_REASON,
            placeholder=words("reason_example"),
            key=f"{key}_reason",
        )
        st.form_submit_button(
            words("save_drawn" if outline else "save_changed" if area else "save_named"),
            type="primary",
            on_click=save_form,
            args=(view, layer, area, outline, key, words),
        )


def save_form(
    view: View,
    layer: Layer,
    area: Area | None,
    outline: tuple[Point, ...],
    key: str,
    words: Texts,
) -> None:
    """Save before the page is drawn again, so that it shows what is true by then."""
    if not view.allows("import"):
        return
    said = {name: _said(f"{key}_{name}") for name in ("name", "code", "parent", "reason")}
    if not said["reason"]:
        st.session_state[_TOLD] = layer.id, (words("no_reason"),)
        return
    parent = said["parent"] or None
    code = area.code if area else said["code"] or next_code(view.model.areas, parent)
    told = DrawnArea(code, said["name"], parent, outline)
    file_name = words("file", name=said["name"])
    try:
        done = save_area(
            view.live, view.session, layer, told, reason=said["reason"], file_name=file_name
        )
    except LedgerError as error:
        st.session_state[_TOLD] = layer.id, tuple(refused_lines(view.texts, error.to_kept()))
        return
    how = "saved_drawn" if outline else "saved_named"
    how = how if done.counts.new or done.counts.changed else "unchanged"
    values = {"name": told.name, "code": told.code, "batch": done.batch}
    st.session_state[_TOLD] = layer.id, (words(how, **values),)
    st.session_state[CHOSEN] = layer.id
    st.session_state[_SAVED] = st.session_state.get(_SAVED, 0) + 1
    forget_outline()


def _said(key: str) -> str:
    return str(st.session_state.get(key) or "").strip()


def _above(view: View, layer: Layer) -> dict[str, str] | None:
    """Return the areas of the level above, name by code; None where there is no such level."""
    level = LEVELS.index(str(layer.level))
    if level == 0:
        return None
    return {a.code: a.name for a in view.model.areas.areas if a.level == LEVELS[level - 1]}


def _level_name(view: View, level: int) -> str:
    names = [view.texts.name(la.name) for la in view.catalogue.layers if la.level == LEVELS[level]]
    return names[0]


def _named(view: View, layer: Layer, area: Area | None, words: Texts) -> str:
    """Name an area for the choice, and say so where it has no outline."""
    if area is None:
        return words("new", layer=view.texts.name(layer.name))
    name = scrub_text(area.name)
    is_blank = view.model.areas.index_of[area.code] in view.model.unoutlined
    return words("blank_mark", name=name) if is_blank else name
