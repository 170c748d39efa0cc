"""What one tab has chosen on the page of shelters, first read from its link."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.session import opening_link
from dashboard.shelters.figures import Asked
from dashboard.shelters.words import OUT, TABS

if TYPE_CHECKING:
    from collections.abc import Mapping

_STATE: Final = "shelter_choice"


@dataclass(frozen=True)
class Choice:
    """What is looked at: from what it is measured, and the tab below with its first row."""

    asked: Asked = field(default_factory=Asked)
    tab: str = OUT
    first: int = 0

    def having(self, name: str, value: str) -> Choice:
        """Return it with another ``within``, ``way`` or ``kind``."""
        given = {"within": f"{self.asked.within_m:.0f}", "way": self.asked.way}
        given |= {"kind": self.asked.kind, name: value}
        within = given["within"]
        metres = float(within) if within.isascii() and within.isdigit() else self.asked.within_m
        return replace(self, asked=Asked(given["kind"], given["way"], metres), first=0)

    def opening(self, tab: str) -> Choice:
        """Return it with another tab; as it is for what is none."""
        return replace(self, tab=tab, first=0) if tab in TABS else self

    def to_query(self) -> dict[str, str]:
        """Write it as the part of a link."""
        asked = self.asked
        return {"within": f"{asked.within_m:.0f}", "way": asked.way, "kind": asked.kind}


def parse_choice(link: Mapping[str, str]) -> Choice:
    """Read what a link or a request asks for; the usual for what it does not name."""
    choice = Choice()
    for name in choice.to_query():
        if name in link:
            choice = choice.having(name, link[name])
    return choice


def shelter_choice() -> Choice:
    """Return what this tab has chosen."""
    if _STATE not in st.session_state:
        st.session_state[_STATE] = parse_choice(opening_link())
    chosen: Choice = st.session_state[_STATE]
    return chosen


def choose_shelters(choice: Choice) -> None:
    """Look at something else from the next run on."""
    st.session_state[_STATE] = choice
