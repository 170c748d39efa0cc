"""The table of what changed between the two periods compared, below the map and as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.comparing.periods import chosen_mode, compared
from dashboard.components.comparing.units import UNITS, find_changes
from dashboard.components.records.taking import table_takeaway
from dashboard.components.table import PAGE_ROWS, Heading, pages_json, rows_json, show_table
from dashboard.server.dossier import area_text
from dashboard.wording import number_text
from geodata.coordinates.mercator import to_lnglat

if TYPE_CHECKING:
    from dashboard.components.comparing.units import Found, Unit
    from dashboard.components.view import View

KEY: Final = "compared"
COLUMNS: Final = ("before", "now", "difference")
DEGREES: Final = 4
"""Decimals of the middle of a square: some ten metres."""

_FIRST: Final = "compared_first"


def show_compared(view: View) -> None:
    """Draw the table while the map compares by square or by street."""
    unit = next((unit for unit in UNITS if unit == chosen_mode()), None)
    found = None if unit is None else find_changes(view, unit)
    if unit is None or found is None:
        return
    rows, texts = compared_cells(view, found), view.texts
    asked = st.session_state.get(_FIRST, 0)
    first = asked if asked < len(rows) else 0
    page = rows[first : first + PAGE_ROWS]
    show_table(
        KEY,
        texts,
        label=texts(f"tables.compared_{unit}"),
        columns=compared_headings(view, unit),
        rows=rows_json([(cells[0], cells) for cells in page]),
        empty=texts("compared.none"),
        about=compared_about(view, found),
        on=_turn,
        pages=pages_json(texts, first, len(page), len(rows)),
        take=table_takeaway(view, f"compared_{unit}", len(rows)),
    )


def _turn(what: str, value: object) -> None:
    if what == "page" and isinstance(value, int) and not isinstance(value, bool):
        st.session_state[_FIRST] = max(value, 0)


def compared_headings(view: View, unit: Unit) -> list[Heading]:
    """Return the columns: which street or square, its counts, and what they are evidence of."""
    texts = view.texts
    counts = [Heading(name, texts(f"compared.col_{name}"), right=True) for name in COLUMNS]
    verdict = Heading("verdict", texts("compared.col_verdict"))
    return [Heading("unit", texts(f"compared.col_{unit}")), *counts, verdict]


def compared_cells(view: View, found: Found) -> list[list[str]]:
    """Write every unit, those with an evident change first, then those with most incidents."""
    changes = found.changes
    return [
        [
            _name(view, found, n),
            number_text(int(changes.before[n])),
            number_text(int(changes.now[n])),
            number_text(int(changes.now[n] - changes.before[n])),
            view.texts(f"compared.arrow_{changes.arrow[n]}"),
        ]
        for n in map(int, changes.told_first())
    ]


def compared_about(view: View, found: Found) -> str:
    """Say which periods are compared, and how many incidents are in no street or square."""
    texts, told, changes = view.texts, compared(view), found.changes
    if told is None or told.now is None or told.before is None:
        return ""
    periods = texts("map.compare_periods", now=told.now.name, before=told.before.name)
    left = {"before": changes.elsewhere_before, "now": changes.elsewhere_now}
    words = {name: number_text(count) for name, count in left.items()}
    unit = "streets" if found.names else "squares"
    elsewhere = texts(f"compared.elsewhere_{unit}", **words) if any(left.values()) else ""
    return texts("guided.between").join(filter(None, (periods, elsewhere)))


def _name(view: View, found: Found, place: int) -> str:
    """Name a street, or a square by its area and, for an area may hold several, its middle."""
    unit = int(found.changes.unit[place])
    if found.names:
        return found.names[unit]
    lng, lat = to_lnglat(*found.middle(unit))
    middle = f"{float(lng):.{DEGREES}f}, {float(lat):.{DEGREES}f}"
    area = area_text(view.model, found.areas[place])
    return view.texts("compared.square", area=area, middle=middle) if area else middle
