"""What one tab has chosen on the hotspot page: kind, month and rule, first read from its link."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.session import opening_link
from dashboard.hotspots.asked import NEWEST
from dashboard.hotspots.behind import COUNT, INCIDENT, PARTS
from dashboard.hotspots.blocks import BANDS, LAYER
from geodata.results.monthlist import OUTDOORS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.map.events import Toggled
    from geodata.results.monthlist import Spot

KIND, MONTH, RULE = "kind", "month", "rule"
"""Keys of links, and names of the choosers."""

SITES, INCIDENTS, PROOF, TREATED = "sites", "incidents", "proof", "treated"
TABS: Final = (SITES, INCIDENTS, PROOF, TREATED)
CHOSEN: Final = "hotspot_choice"


@dataclass(frozen=True)
class Choice:
    """What is looked at.

    Parameters
    ----------
    kind, month
        Of the list; `NEWEST` for the newest data.
    rule
        Id of the official rule that is drawn, '' for none.
    tab
        One of `TABS`.
    site, part
        Number of the site whose incidents are opened, 0 for none, and which of its numbers.
    first
        Place of the first incident shown.
    toggled
        What the legend of the map shows; None before it was clicked.
    """

    kind: str = OUTDOORS
    month: str = NEWEST
    rule: str = ""
    tab: str = SITES
    site: int = 0
    part: str = COUNT
    first: int = 0
    toggled: Toggled | None = field(default=None, compare=False)

    @property
    def layers(self) -> tuple[str, ...]:
        """Layers that are on: the sites, and what happened at one, until the legend says so."""
        usual = (LAYER, INCIDENT) if self.site else (LAYER,)
        return usual if self.toggled is None else self.toggled.layers

    def shown(self, spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
        """Return the sites the legend of the map shows."""
        chosen = None if self.toggled is None else self.toggled.grades.get(LAYER)
        if LAYER not in self.layers:
            return ()
        return spots if chosen is None else tuple(s for s in spots if BANDS.index(s.band) in chosen)

    def having(self, name: str, value: str) -> Choice:
        """Return it with another `KIND`, `MONTH` or `RULE`; a site is of one list only."""
        given = {KIND: self.kind, MONTH: self.month, RULE: self.rule, name: value}
        site = self.site if name == RULE else 0
        return replace(self, kind=given[KIND], month=given[MONTH], rule=given[RULE], site=site)

    def opening(self, number: str) -> Choice:
        """Return it with the rows of a site's number opened, such as ``hotspot.1.year``.

        Incidents are then on the map, where a row leads; the legend can take them off again.
        """
        layer, site, part = [*number.split("."), "", ""][:3]
        if layer != LAYER or part not in PARTS or not (site.isascii() and site.isdigit()):
            return self
        toggled = self.toggled
        if toggled is not None and INCIDENT not in toggled.layers:
            toggled = replace(toggled, layers=(*toggled.layers, INCIDENT))
        opened = replace(self, tab=INCIDENTS, site=int(site), part=part, first=0)
        return replace(opened, toggled=toggled)

    def to_query(self) -> dict[str, str]:
        """Write it as the part of a link."""
        chosen = {KIND: self.kind, MONTH: self.month, RULE: self.rule}
        return {name: value for name, value in chosen.items() if value}


def parse_choice(link: Mapping[str, str]) -> Choice:
    """Read what a link or a request asks for; the usual for what it does not name."""
    choice = Choice()
    for name in (KIND, MONTH, RULE):
        choice = choice.having(name, link.get(name, getattr(choice, name)))
    return choice


def hotspot_choice() -> Choice:
    """Return what this tab has chosen."""
    if CHOSEN not in st.session_state:
        st.session_state[CHOSEN] = parse_choice(opening_link())
    choice: Choice = st.session_state[CHOSEN]
    return choice


def choose_hotspots(choice: Choice) -> None:
    """Look at something else from the next run on."""
    st.session_state[CHOSEN] = choice
