"""Which column of a ledger feeds which field, and what the clerk says instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard.components.ledgers.jobs import look_again
from dashboard.server.imports import corrections_of
from dashboard.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.components.view import View
    from geodata.catalogue import Layer
    from geodata.storage.jobs import Job

BOTH: Final = "xy"
"""Of a column with both coordinates, as `etl.headings` calls it."""

FIELDS_A_ROW: Final = 4


def ask_columns(view: View, job: Job, layer: Layer, found: Mapping[str, Any]) -> None:
    """List the columns with the field of each, to be changed together."""
    texts, columns = view.texts, found["columns"]
    names = {"": texts("guided.not_stored")} | {f.id: texts.name(f.name) for f in layer.fields}
    if "x" in layer.by_column:
        names[BOTH] = texts("guided.both")
    unfed = sum(not field for field in columns.values())
    label = texts("guided.fields", n=number_text(len(columns)), unfed=number_text(unfed))
    with st.expander(label, expanded=bool(found["missing"])), st.form(f"columns_{job.number}"):
        places = st.columns(FIELDS_A_ROW)
        asked = {}
        for n, (heading, field) in enumerate(columns.items()):
            with places[n % FIELDS_A_ROW]:
                st.text(heading)  # of the ledger: a label would be read as Markdown
                asked[heading] = st.selectbox(
                    texts("guided.column", n=n + 1),
                    names,
                    index=list(names).index(field),
                    format_func=names.__getitem__,
                    key=f"column_{job.number}_{n}",
                    label_visibility="collapsed",
                )
        if st.form_submit_button(texts("guided.again_columns")):
            fed = [field for field in asked.values() if field]
            if len(fed) > len(set(fed)):
                st.error(texts("guided.twice"))
                return
            said = corrections_of(job)
            changed = {h: f for h, f in asked.items() if f != columns[h]}
            look_again(view, job, said._replace(columns={**said.columns, **changed}))
            st.rerun()
