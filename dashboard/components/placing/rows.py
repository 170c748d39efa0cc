"""The list of unplaced records: a tab for each layer, the surest proposal first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.table import (
    PAGE_ROWS,
    Heading,
    pages_json,
    rows_json,
    show_table,
    tab_json,
)
from dashboard.placing.words import score_text
from dashboard.wording import number_text
from geodata.facts import fact_of, title_of
from geodata.storage.reads import read_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.components.view import View
    from dashboard.placing.proposals import Unplaced
    from dashboard.texts import Texts
    from geodata.catalogue.model import Layer

LEFT: Final = "left"
_ASKED: Final = "placing_asked"
_COLUMNS: Final = ("title", "address", "way", "score", "precision")
_NUMBERS: Final = frozenset({"score", "precision"})


@dataclass(frozen=True)
class PlacingAsked:
    """What the list shows: a layer, its records to be placed or those left off, a page, a row."""

    layer: Layer
    tab: str
    first: int = 0
    chosen: int | None = None


def placing_asked(layers: Sequence[Layer]) -> PlacingAsked:
    """Return what was asked for; the first layer where the one asked for has none any more."""
    held: PlacingAsked | None = st.session_state.get(_ASKED)
    if held is not None and held.layer in layers:
        return held
    return PlacingAsked(layers[0], layers[0].id)


def chosen_of(asked: PlacingAsked, listed: Sequence[Unplaced]) -> Unplaced | None:
    """Return the record looked at: the one chosen, else the first."""
    named = (one for one in listed if one.record.key[1] == asked.chosen)
    return next(named, listed[0] if listed else None)


def show_placing_rows(
    view: View,
    counts: Sequence[tuple[Layer, int]],
    asked: PlacingAsked,
    found: Sequence[Unplaced],
    words: Texts,
) -> None:
    """Draw the list; what was asked in it is in the session before the next run."""

    def ask(what: str, value: object) -> None:
        st.session_state[_ASKED] = next_asked(asked, [layer for layer, _ in counts], what, value)

    left = [one for one in found if one.left is not None]
    listed = left if asked.tab == LEFT else [one for one in found if one.left is None]
    page = listed[asked.first : asked.first + PAGE_ROWS]
    chosen = chosen_of(asked, listed)
    tabs = [(layer.id, view.texts.name(layer.name), count) for layer, count in counts]
    tabs.append((LEFT, words("tab_left"), len(left)))
    show_table(
        "placing_rows",
        view.texts,
        label=words("table"),
        columns=[Heading(c, words(f"col.{c}"), right=c in _NUMBERS) for c in _COLUMNS],
        rows=rows_json(
            _cells(view, asked.layer, page, words),
            chosen=str(chosen.record.key[1]) if chosen else None,
        ),
        empty=words("none" if asked.tab == LEFT else "empty"),
        opens="row",
        on=ask,
        tabs=[
            tab_json(tab, label, number_text(count), current=asked.tab == tab)
            for tab, label, count in tabs
        ],
        pages=pages_json(view.texts, asked.first, len(page), len(listed)),
    )


def next_asked(
    asked: PlacingAsked, layers: Sequence[Layer], what: str, value: object
) -> PlacingAsked:
    """Return what is asked for after a click in the list; nonsense of a browser changes nothing."""
    if what == "tab":
        layer = next((layer for layer in layers if layer.id == value), None)
        return PlacingAsked(layer, layer.id) if layer else PlacingAsked(asked.layer, LEFT)
    if what == "page" and isinstance(value, int) and not isinstance(value, bool):
        return replace(asked, first=max(value, 0))
    number = str(value)
    is_row = what == "row" and number.isascii() and number.isdigit()
    return replace(asked, chosen=int(number)) if is_row else asked


def address_told(view: View, layer: Layer, record: Mapping[str, object]) -> str:
    """Return the address of a record as its facts show it; '' for none."""
    field = layer.by_column.get("address")
    fact = fact_of(record, field, layer, view.viewer) if field else None
    return str(fact.value) if fact else ""


def _cells(
    view: View, layer: Layer, page: Sequence[Unplaced], words: Texts
) -> list[tuple[str, list[str]]]:
    with view.live.storage.reading() as connection:
        numbers = [one.record.key[1] for one in page]
        records = {record["id"]: record for record in read_records(connection, layer, numbers)}
    return [
        (str(number), _row(view, layer, one, records.get(number, {}), words))
        for number, one in zip(numbers, page, strict=True)
    ]


def _row(
    view: View, layer: Layer, one: Unplaced, record: Mapping[str, object], words: Texts
) -> list[str]:
    title = title_of(record, layer, view.viewer) or f"#{one.record.key[1]}"
    told = [title, address_told(view, layer, record)]
    if one.place is None:
        return [*told, "—", "", ""]
    metres = one.place.precision_m
    return [
        *told,
        words(f"way.{one.place.way}"),
        score_text(words, one.place.score),
        view.texts("map.metres", n=f"±{metres:.0f}") if metres is not None else "",
    ]
