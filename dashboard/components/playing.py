"""The months the map plays back, and what the ledgers do not know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.map.months import Month
from dashboard.wording import MONTH_LETTERS
from geodata.months import months_of
from geodata.periods import day_number, day_of, month_of, to_days

if TYPE_CHECKING:
    from datetime import date

    from dashboard.components.view import View
    from geodata.periods import Period

Known = dict[str, tuple["date | None", "date"]]


def played_months(view: View) -> tuple[Month, ...]:
    """Tell the months of the selection's period."""
    known = {
        layer.id: (first_month(view, layer.id), view.model.data_dates[layer.id])
        for layer in view.catalogue.listed_layers
        if layer.id in view.model.data_dates
    }
    return tuple(
        Month(_name(view, month), *to_days(month), _notes(view, month, known))
        for month in months_of(view.selection.period, view.today)
    )


def first_month(view: View, layer: str) -> date | None:
    """Return the month a ledger of incidents begins with; places are known by their dates."""
    columns = view.model.columns_for(layer, view.viewer)
    if not columns.events or not len(columns):
        return None
    return month_of(day_of(int(columns.from_day.min()))).start


def _name(view: View, month: Period) -> str:
    name = month.start.isoformat()[:MONTH_LETTERS]
    if month == month_of(month.start):
        return name
    first, last = (f"{day:%m-%d}" for day in (month.start, month.last_day))
    return view.texts("map.month_part", month=name, first=first, last=last)


def _notes(view: View, month: Period, known: Known) -> dict[str, str]:
    notes = {}
    for layer, (first, until) in known.items():
        name = view.texts.name(view.catalogue.by_layer[layer].name)
        if first is not None and month.end <= first:
            notes[layer] = view.texts("map.known_from", layer=name, day=first.isoformat())
        elif day_number(month.last_day) > day_number(until):
            notes[layer] = view.texts("map.known_until", layer=name, day=until.isoformat())
    return notes
