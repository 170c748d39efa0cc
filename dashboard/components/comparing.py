"""The two periods the map compares, and why it does not where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.components.playing import first_month
from dashboard.map.months import Compared, Month
from dashboard.wording import short_period_text
from geodata.against import against_of, compared_periods
from geodata.periods import month_of, to_days

if TYPE_CHECKING:
    from dashboard.components.view import View
    from geodata.periods import Period

INCIDENT: Final = "incident"
"""Of stock it is known what stands, not what happened: only incidents are compared."""


def compared(view: View) -> Compared | None:
    """Tell the two periods; None where the selection compares nothing."""
    if view.selection.against is None:
        return None
    until = min(view.today, view.model.data_dates.get(INCIDENT, view.today))
    periods = compared_periods(view.selection, until)
    name = against_of(view.selection)
    if periods is None:
        return Compared(name, None, None, view.texts("map.compare_not_begun"))
    now, before = periods
    return Compared(name, _told(view, now), _told(view, before), _silence(view, before))


def _told(view: View, period: Period) -> Month:
    return Month(short_period_text(view.texts, period, view.today), *to_days(period))


def _silence(view: View, before: Period) -> str | None:
    first = first_month(view, INCIDENT)
    if first is None or INCIDENT in {name.partition(".")[0] for name in view.selection.statuses}:
        return view.texts("map.compare_state" if first else "map.compare_nothing")
    if month_of(before.start).start < first:
        return view.texts("map.compare_unreached", day=first.isoformat())
    return None
