"""Six numbers over the map, and the line that says once what they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from dashboard.components.belonging import undeclared_projects
from dashboard.components.browser import declare
from dashboard.components.indicators.words import (
    change_text,
    counted_unit,
    is_known,
    shown_text,
    silence_text,
    value_text,
)
from dashboard.components.placed import sources_text
from dashboard.components.records.asked import RowsAsked, ask_rows, rows_asked
from dashboard.components.session import link_problem
from dashboard.wording import number_text, percent_text
from geodata.analysis.counts import count_rows
from geodata.periods import comparable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.analysis.indicators.value import IndicatorValue
    from geodata.catalogue.model import Indicator, Layer

Json = dict[str, object]

KEY: Final = "cards"
MOST_CARDS: Final = 6
_cards = declare("cards")


def show_cards(view: View, indicators: Sequence[Indicator] = ()) -> None:
    """Draw cards and note; a click on a card lists its rows below the map.

    Parameters
    ----------
    indicators
        Of which the first six are shown; those declared first where none are given.
    """
    texts = view.texts
    shown = (indicators or view.catalogue.indicators)[:MOST_CARDS]
    problem = link_problem()

    def opened() -> None:
        asked = st.session_state[KEY].opened
        for indicator in shown:
            if indicator.id == asked:
                ask_rows(RowsAsked(layer=indicator.layer, indicator=asked))

    _cards(
        key=KEY,
        data={
            "label": texts("cards.label"),
            "cards": [card_json(view, each) for each in shown],
            "note": _note(view),
            "problem": texts("filters.link_broken", problem=problem) if problem else None,
        },
        on_opened_change=opened,
    )


def card_json(view: View, indicator: Indicator) -> Json:
    """Return a card as the browser takes it."""
    texts = view.texts
    measured = view.measure(indicator)
    unit, number = texts.name(indicator.unit), value_text(view, indicator, measured)
    return {
        "id": indicator.id,
        "name": texts.name(indicator.name),
        "number": number,
        "unit": counted_unit(texts, indicator, number),
        "earlier": _earlier(view, indicator, measured),
        "change": _third_line(
            texts, indicator, measured, view.catalogue.by_layer[indicator.layer], unit
        ),
        "definition": texts.name(indicator.definition),
        "chosen": rows_asked().indicator == indicator.id,
        "sample": texts("cards.sample") if view.is_sample else None,
    }


def _earlier(view: View, indicator: Indicator, measured: IndicatorValue) -> str:
    texts = view.texts
    if not is_known(measured):
        return ""
    if indicator.share_of_layer and measured.denominator:
        share = percent_text((measured.numerator or 0) / measured.denominator)
        return texts("cards.share", share=share)
    if measured.against is None:
        return ""
    if measured.earlier is None:
        return texts("cards.no_earlier")
    name = texts("cards.last_year" if view.selection.against is None else "cards.compared")
    return texts("cards.earlier", name=name, number=shown_text(view, indicator, measured.earlier))


def _third_line(
    texts: Texts, indicator: Indicator, measured: IndicatorValue, layer: Layer, unit: str
) -> str:
    if silence := silence_text(texts, indicator, measured, layer):
        return silence
    if measured.change is not None:
        return change_text(texts, measured.change, unit, records=texts.name(layer.unit))
    if measured.untold:
        numbers = {"n": number_text(measured.records), "m": number_text(measured.untold)}
        return texts("indicators.untold", unit=texts.name(layer.unit), **numbers)
    if measured.denominator is not None:
        part, whole = number_text(measured.numerator or 0), number_text(measured.denominator)
        told = texts("cards.people") if measured.base and measured.base.kinds else unit
        return texts("cards.of_all", part=part, all=whole, unit=told)
    if measured.against is not None:
        return texts("cards.no_base_data")
    numbers = {"n": number_text(measured.records), "unit": texts.name(layer.unit)}
    return texts("cards.listed", layer=texts.name(layer.name), **numbers)


def _note(view: View) -> Json:
    texts, model = view.texts, view.model
    place = {"period": view.period_text, "area": view.area_text}
    hints = [*_scope_hints(view), texts("note.projects"), texts("note.stock")]
    on = [la for la in view.catalogue.listed_layers if la.id in view.selection.layers]
    if support := undeclared_projects(view):
        names = texts("facts.and").join(texts.name(project.name) for project in support)
        hints.insert(0, texts("note.undeclared", projects=names))
    imported = [layer for layer in on if layer.id in model.data_dates]
    if sources := sources_text(view, [layer.id for layer in imported]):
        hints.append(sources)
    incidents = next((la for la in imported if la.record == "incident"), None)
    if incidents is None:
        return {"lead": texts("note.lead_stock", **place), "placed": "", "hints": hints}
    until = min(view.today, model.data_dates[incidents.id])
    if comparable(view.selection.period, until) != view.selection.period:
        hints.insert(0, texts("note.running", until=until.isoformat()))
    columns = model.columns_for(incidents.id, view.viewer)
    count = count_rows(columns, view.chosen(incidents.id))
    placed = {"placed": number_text(count.placed), "unplaced": number_text(count.unplaced)}
    return {
        "lead": texts("note.lead", n=number_text(count.records), **place),
        "placed": texts("note.placed", **placed),
        "hints": hints,
    }


def _scope_hints(view: View) -> list[str]:
    """Say what all totals are limited to, where the account sees only some projects."""
    if view.viewer.projects is None:
        return []
    names = view.texts("facts.and").join(view.texts.name(p.name) for p in view.projects)
    return [view.texts("note.scope", scope=names or view.texts("note.nothing"))]
