"""What one tab has chosen on the page of schools, first read from its link."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.session import opening_link
from dashboard.schools.words import RINGS, SCHOOLS, TABS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.map.events import Toggled
    from geodata.catalogue.model import Zone
    from geodata.results.school_zones import SchoolZones

ZONE, SCHOOL = "zone", "school"
"""Keys of links, and names of the choosers."""

USUAL_ZONE: Final = "gate_150"
_STATE: Final = "school_choice"


@dataclass(frozen=True)
class Choice:
    """What is looked at.

    Parameters
    ----------
    zone
        Id of a zone around schools.
    school
        Number of a school as text, '' for all.
    tab, first
        Tab of the table and the first row shown.
    toggled
        What the legend of the map shows; None before it was clicked.
    """

    zone: str = USUAL_ZONE
    school: str = ""
    tab: str = SCHOOLS
    first: int = 0
    toggled: Toggled | None = None

    def having(self, name: str, value: str) -> Choice:
        """Return it with another `ZONE` or `SCHOOL`; a school opens with all its distances."""
        if name == ZONE:
            return replace(self, zone=value, first=0)
        return replace(self, school=value, tab=RINGS if value else SCHOOLS, first=0)

    def opening(self, tab: str) -> Choice:
        """Return it with another tab; as it is for what is none."""
        return replace(self, tab=tab, first=0) if tab in TABS else self

    def to_query(self) -> dict[str, str]:
        """Write it as the part of a link."""
        return {name: value for name, value in ((ZONE, self.zone), (SCHOOL, self.school)) if value}

    def number_in(self, made: SchoolZones) -> int | None:
        """Return the number of the school; None where it is none of those seen."""
        return next((n for n in made.schools.tolist() if str(n) == self.school), None)

    def zone_in(self, zones: tuple[Zone, ...]) -> Zone:
        """Return the zone; the usual one, or the first, where there is none of that id."""
        by_id = {zone.id: zone for zone in zones}
        return by_id.get(self.zone) or by_id.get(USUAL_ZONE) or zones[0]


def parse_choice(link: Mapping[str, str]) -> Choice:
    """Read what a link or a request asks for; the usual for what it does not name."""
    choice = Choice()
    for name in (ZONE, SCHOOL):
        if name in link:
            choice = choice.having(name, link[name])
    return choice


def school_choice() -> Choice:
    """Return what this tab has chosen."""
    if _STATE not in st.session_state:
        st.session_state[_STATE] = parse_choice(opening_link())
    chosen: Choice = st.session_state[_STATE]
    return chosen


def choose_schools(choice: Choice) -> None:
    """Look at something else from the next run on."""
    st.session_state[_STATE] = choice
