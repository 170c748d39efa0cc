"""The small map of a pair: where both records lie, and how far each may be off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dashboard.components.mapping import to_map_view
from dashboard.map.element import Spot, show_map
from geodata.storage.duplicates import read_either

if TYPE_CHECKING:
    from dashboard.components.duplicates.rows import Chosen
    from dashboard.components.view import View
    from dashboard.texts import Texts

KEY: Final = "duplicates_map"


def show_pair_map(view: View, chosen: Chosen | None, words: Texts) -> None:
    """Draw the base map with both places; a record without position has none."""
    told = to_map_view(view, 0)
    bare = replace(told.declaration, layers=(), zones=())
    quiet = replace(told, declaration=bare, pick=None, drawable=False, months=(), compared=None)
    shown = replace(quiet, spots=_spots(view, chosen, words) if chosen else ())
    show_map(shown, on_toggled=lambda _: None, key=KEY)


def _spots(view: View, chosen: Chosen, words: Texts) -> tuple[Spot, ...]:
    numbers = (chosen.one, chosen.other)
    with view.live.storage.reading() as connection:
        records = read_either(connection, chosen.layer, numbers)
    return tuple(
        Spot(nth, words(mark), (record["lng"], record["lat"]), record["precision_m"])
        for nth, (mark, number) in enumerate(zip(("one", "other"), numbers, strict=True))
        for record in [records.get(number)]
        if record is not None and record["lng"] is not None
    )
