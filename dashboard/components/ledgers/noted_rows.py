"""The table of what is wrong with rows of a ledger: given back, doubted, standing elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.table import Heading, rows_json, show_table, tab_json
from dashboard.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.texts import Texts

OUTCOMES: Final = ("rejected", "warned", "misplaced")
_COLUMNS: Final = ("sheet", "row", "column", "reason")


def chosen_outcome(name: str, counts: Mapping[str, int]) -> str | None:
    """Return what kind of note is looked at: the one asked for, else the first there is.

    Parameters
    ----------
    name
        Of the table.
    counts
        Rows by what became of them.
    """
    there = [one for one in OUTCOMES if counts.get(one)]
    asked = st.session_state.get(_tab(name))
    return asked if asked in there else next(iter(there), None)


def show_noted(
    name: str,
    texts: Texts,
    cells: Sequence[list[str]],
    counts: Mapping[str, int],
    *,
    about: str,
    scroll: str = "",
    take: dict[str, object] | None = None,
) -> None:
    """Draw the notes of the kind that is looked at, with a tab for each kind there is.

    Parameters
    ----------
    cells
        Sheet, row, column and reason, one a note. They repeat the ledger. A file without sheets
        has no column for them.
    about, scroll, take
        As `show_table` takes them.
    """
    outcome = chosen_outcome(name, counts)
    shown = [n for n in range(len(_COLUMNS)) if n or any(row[0] for row in cells)]

    def choose(what: str, value: object) -> None:
        if what == "tab":
            st.session_state[_tab(name)] = str(value)

    show_table(
        name,
        texts,
        label=texts("ledgers.notes"),
        columns=[
            Heading(one, texts(f"ledgers.col_{one}"), right=one == "row")
            for one in (_COLUMNS[n] for n in shown)
        ],
        rows=rows_json([(str(n), [row[i] for i in shown]) for n, row in enumerate(cells)]),
        empty="",
        tabs=[
            tab_json(one, texts(f"ledgers.{one}"), number_text(counts[one]), current=one == outcome)
            for one in OUTCOMES
            if counts.get(one)
        ],
        about=about,
        scroll=scroll,
        take=take,
        on=choose,
    )


def _tab(name: str) -> str:
    return f"{name}_tab"
