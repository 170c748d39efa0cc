"""Which rows a session looks at below the map: a layer's, an indicator's or those not placed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

_ASKED: Final = "rows_asked"
UNPLACED: Final = "unplaced"


@dataclass(frozen=True, slots=True)
class RowsAsked:
    """What the table shows.

    Parameters
    ----------
    layer
        Layer id; None for the first one that is on, and for unplaced records of every layer.
    indicator
        Id of the indicator whose rows these are.
    unplaced
        Whether only records without position are wanted.
    first
        Number of the first row shown, from 0.
    sort, falling
        Column sorted by, and whether from high to low; None for the usual order.
    """

    layer: str | None = None
    indicator: str | None = None
    unplaced: bool = False
    first: int = 0
    sort: str | None = None
    falling: bool = False

    def sorted_by(self, column: str) -> RowsAsked:
        """Return the same rows sorted by a column, the other way round where they already are."""
        falling = self.sort == column and not self.falling
        return replace(self, sort=column, falling=falling, first=0)


def rows_asked() -> RowsAsked:
    """Return what this session looks at."""
    asked: RowsAsked = st.session_state.get(_ASKED, RowsAsked())
    return asked


def ask_rows(asked: RowsAsked) -> None:
    """Look at other rows from the next run on."""
    st.session_state[_ASKED] = asked
