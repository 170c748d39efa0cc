"""Whose communities are wanted of a list that holds those of several sub-districts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.components.ledgers.jobs import look_again
from dashboard.server.imports import corrections_of
from dashboard.wording import number_text
from etl.parents import ALL
from geodata.masking import scrub_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.components.view import View
    from geodata.storage.jobs import Job


def ask_parent(view: View, job: Job, found: Mapping[str, Any]) -> bool:
    """Ask for the sub-district; True while that is not answered."""
    parents = found.get("parents", ())
    if not parents:
        return False
    texts, said, key = view.texts, corrections_of(job), f"only_{job.number}"
    names = {
        code: texts("guided.parent", code=_named(view, code, *name), n=number_text(rows))
        for code, rows, *name in parents  # recognised by a version before, it has none
    } | {ALL: texts("guided.parent_all")}

    def again() -> None:
        look_again(view, job, said._replace(only=st.session_state[key]))

    st.warning(texts("guided.parents", n=number_text(len(parents))))
    st.selectbox(
        texts("guided.parent_asked"),
        names,
        index=list(names).index(said.only) if said.only in names else None,
        placeholder=texts("guided.parent_choose"),
        format_func=names.__getitem__,
        key=key,
        on_change=again,
        width=360,
    )
    return said.only is None


def _named(view: View, code: str, name: str = "") -> str:
    """Return a code with the name of the area that has it, else with that of the list, if any."""
    areas = view.model.areas
    known = areas.areas[areas.index_of[code]].name if code in areas else name
    return f"{scrub_text(known)} {code}".strip()
