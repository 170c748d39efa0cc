"""What one browser tab has chosen: language and filter, first read from its link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.texts import LANGUAGE, Texts, parse_language, read_texts
from geodata.errors import SelectionError
from geodata.periods import USUAL_PERIOD, preset_period, require_choosable
from geodata.selection import Selection, default_selection, parse_selection

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geodata.areas import AreaTree
    from geodata.catalogue.model import Catalogue

_LANGUAGE, _SELECTION, _LINK, _PROBLEM = "language", "selection", "link", "link_problem"


def opening_link() -> Mapping[str, str]:
    """Return the query this session was opened with; later changes of the address do not count."""
    if _LINK not in st.session_state:
        st.session_state[_LINK] = st.query_params.to_dict()
    link: dict[str, str] = st.session_state[_LINK]
    return link


def chosen_texts() -> Texts:
    """Return the texts in the language of this session, its link, or this browser's last choice."""
    usual = opening_link().get(LANGUAGE, st.context.cookies.get(LANGUAGE))
    return read_texts(parse_language(st.session_state.get(_LANGUAGE, usual)))


def choose_language(language: str) -> None:
    """Show this session in another language from its next run on."""
    st.session_state[_LANGUAGE] = parse_language(language).value


def chosen_selection(catalogue: Catalogue, areas: AreaTree, *, today: date) -> Selection:
    """Return the filter of this session, from its link where nothing was chosen yet.

    A link that asks for something unusable leaves the usual filter and a problem to tell
    (`link_problem`).
    """
    if _SELECTION not in st.session_state:
        period = preset_period(USUAL_PERIOD, today)
        try:
            start = parse_selection(opening_link(), catalogue, areas, period=period)
            require_choosable(start.period, today)
        except SelectionError as error:
            start = default_selection(catalogue, period)
            st.session_state[_PROBLEM] = error.found
        st.session_state[_SELECTION] = start
    selection: Selection = st.session_state[_SELECTION]
    return selection


def choose_selection(selection: Selection) -> None:
    """Filter this session by something else from its next run on."""
    st.session_state[_SELECTION] = selection
    st.session_state.pop(_PROBLEM, None)


def link_problem() -> str | None:
    """Return what could not be used of the link, until something else is chosen."""
    problem: str | None = st.session_state.get(_PROBLEM)
    return problem
