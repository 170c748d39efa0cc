"""A table of plain text: tabs, sorting and paging are asked of Python, rows open something."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import streamlit as st

from dashboard.components.browser import declare
from dashboard.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    from dashboard.texts import Texts

Json = dict[str, object]
Parts = list[tuple[str, str]]

PAGE_ROWS: Final = 50
_table = declare("table")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its id, its words, numbers to the right, sorted up (1), down (-1) or not (0)."""

    id: str
    label: str
    right: bool = False
    sortable: bool = False
    sorted: int = 0

    def to_json(self) -> Json:
        """Return it as the browser takes it."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def to_headings(words: Texts, columns: Sequence[str], *, left: Container[str]) -> list[Heading]:
    """Return columns named ``col.…`` in `words`, as numbers but for those that stand `left`."""
    return [Heading(name, words(f"col.{name}"), right=name not in left) for name in columns]


def tab_json(tab: str, label: str, count: str, *, current: bool) -> Json:
    """Return a tab as the browser takes it; `count` stands behind its label."""
    return {"id": tab, "label": label, "count": count, "current": current}


def rows_json(
    rows: Sequence[tuple[str, Sequence[str]]],
    *,
    chosen: str | None = None,
    parts: Mapping[str, Mapping[str, Parts]] | None = None,
) -> list[Json]:
    """Return rows of (id, cells) as the browser takes them.

    Parameters
    ----------
    parts
        By row and column the numbers of a cell that open their rows, each (id, text): the cell is
        these; one with an empty id opens nothing.
    """
    return [
        {"id": i, "cells": list(cells), "chosen": i == chosen, "parts": (parts or {}).get(i, {})}
        for i, cells in rows
    ]


def pages_json(texts: Texts, first: int, shown: int, total: int) -> Json | None:
    """Return what the pager says and where its two buttons lead; None where one page is all."""
    if total <= PAGE_ROWS:
        return None
    numbers = {"first": first + 1, "last": first + shown, "n": total}
    return {
        "text": texts("table.rows", **{name: number_text(n) for name, n in numbers.items()}),
        "previous": max(first - PAGE_ROWS, 0) if first else None,
        "next": first + PAGE_ROWS if first + shown < total else None,
    }


def show_table(
    key: str,
    texts: Texts,
    *,
    label: str,
    columns: Sequence[Heading],
    rows: list[Json],
    empty: str,
    opens: Literal["map", "row"] | None = None,
    on: Callable[[str, object], None] | None = None,
    **more: object,
) -> None:
    """Draw a table.

    Parameters
    ----------
    key
        Session key of this table.
    opens
        What a click on a row does: ``map`` shows the record there without a rerun, ``row`` tells.
    on
        Called before the next run with what was asked (``tab``, ``page``, ``sort``, ``row``,
        ``part``) and its value.
    more
        Parts of the browser piece: ``about``, ``tabs``, ``pages``, ``definition``, ``problem``,
        ``scroll``, ``take``.
    """

    def ask(what: str) -> Callable[[], None]:
        return lambda: on(what, st.session_state[key][what]) if on else None

    _table(
        key=key,
        data={
            "label": label,
            "columns": [column.to_json() for column in columns],
            "rows": rows,
            "empty": empty,
            "opens": opens,
            "text": texts.group("table"),
            **more,
        },
        on_tab_change=ask("tab"),
        on_page_change=ask("page"),
        on_sort_change=ask("sort"),
        on_row_change=ask("row"),
        on_part_change=ask("part"),
    )
