"""The two periods the map compares, and why it does not where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.playing import first_month
from dashboard.components.session import opening_link
from dashboard.map.months import MODES, Compared, Mode, Month
from dashboard.wording import short_period_text
from geodata.against import against_of, compared_periods
from geodata.periods import month_of, to_days

if TYPE_CHECKING:
    from dashboard.components.view import View
    from geodata.periods import Period

MODE: Final = "compare"
"""Key of how a comparison is shown, in links."""

INCIDENT: Final = "incident"
"""Of stock it is known what stands, not what happened: only incidents are compared."""


def compared(view: View, mode: Mode = MODES[0]) -> Compared | None:
    """Tell the two periods; None where the selection compares nothing."""
    if view.selection.against is None:
        return None
    until = min(view.today, view.model.data_dates.get(INCIDENT, view.today))
    periods = compared_periods(view.selection, until)
    name = against_of(view.selection)
    if periods is None:
        return Compared(name, None, None, view.texts("map.compare_not_begun"))
    now, before = periods
    silence = _silence(view, before)
    return Compared(name, _told(view, now), _told(view, before), silence, mode)


def chosen_mode() -> Mode:
    """Return how this session shows a comparison, first as its link says."""
    asked = st.session_state.get(_MODE, opening_link().get(MODE))
    return next((mode for mode in MODES if mode == asked), MODES[0])


def choose_mode(mode: Mode) -> None:
    """Show comparisons of this session so from its next run on."""
    st.session_state[_MODE] = mode


_MODE: Final = "compare_mode"


def _told(view: View, period: Period) -> Month:
    return Month(short_period_text(view.texts, period, view.today), *to_days(period))


def _silence(view: View, before: Period) -> str | None:
    first = first_month(view, INCIDENT)
    if first is None or INCIDENT in {name.partition(".")[0] for name in view.selection.statuses}:
        return view.texts("map.compare_state" if first else "map.compare_nothing")
    if month_of(before.start).start < first:
        return view.texts("map.compare_unreached", day=first.isoformat())
    return None
