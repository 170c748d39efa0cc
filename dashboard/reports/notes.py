"""What a file says about itself: what was counted, of when, from where, how masked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from dashboard.wording import number_text, period_text
from geodata.catalogue.model import LISTS, Words
from geodata.controls import without_controls
from geodata.localtime import LOCAL_TIME, local_date
from geodata.masking import scrub_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from dashboard.reports.order import Order
    from dashboard.texts import Texts
    from geodata.analysis.counts import LayerCount
    from geodata.catalogue.model import Layer, ValueList
    from geodata.readmodel import ReadModel
    from geodata.selection import Selection

MOST_LEDGERS: Final = 5
"""Ledgers named in a note; each record names its own."""


class Note(NamedTuple):
    """One thing said: about what, and what."""

    label: str
    text: str


def notes_of(
    texts: Texts, model: ReadModel, order: Order, *, count: LayerCount, batches: Mapping[int, str]
) -> tuple[Note, ...]:
    """Return what stands beside a layer's records, that they are a sample first.

    Parameters
    ----------
    count
        Of the records.
    batches
        Imports they come from: file name by number.
    """
    layer, selection, now = model.catalogue.by_layer[order.layer], order.selection, order.now

    def note(key: str, text: str) -> Note:
        return Note(texts(f"notes.{key}"), text)

    until = model.data_dates.get(layer.id)
    rule = "projects" if layer.record == "incident" else "stock"
    told = (without_controls(scrub_text(name)) for name in batches.values())
    ledgers = list(dict.fromkeys(filter(None, told)))
    return (
        *([note("sample", texts("notes.sample_text"))] if model.sample else []),
        note("layer", texts.name(layer.name)),
        note("period", period_text(texts, selection.period, local_date(now))),
        *(_filters(texts, model, layer, selection) or [note("filter", texts("notes.no_filter"))]),
        note("data_date", until.isoformat() if until else texts("notes.never")),
        note("count", texts("notes.counted", **count_values(texts, layer, count))),
        note("basis", texts(f"note.{rule}")),
        note("crs", texts.name(Words(zh=order.crs.zh, en=order.crs.en))),
        *([note("source", _ledgers_text(texts, ledgers))] if ledgers else []),
        *([note("batches", _ranges_text(texts, batches))] if batches else []),
        note("personal", texts("notes.masked" if order.viewer.masked else "notes.unmasked")),
        note("made", made_text(now)),
        *([note("by", without_controls(order.by))] if order.by else []),
    )


def count_values(texts: Texts, layer: Layer, count: LayerCount) -> dict[str, str]:
    """Return how many records there are, placed and not, and their unit, as texts take them."""
    return {
        "n": number_text(count.records),
        "unit": texts.name(layer.unit),
        "placed": number_text(count.placed),
        "unplaced": number_text(count.unplaced),
    }


def made_text(now: datetime) -> str:
    """Return the local minute a file was made."""
    return f"{now.astimezone(LOCAL_TIME):%Y-%m-%d %H:%M}"


def _filters(texts: Texts, model: ReadModel, layer: Layer, selection: Selection) -> list[Note]:
    """Return what narrows this layer besides the period, in words."""
    chosen = [p for p in model.catalogue.projects if p.id in selection.projects]
    areas = [model.areas.areas[model.areas.index_of[code]].name for code in selection.areas]
    named = [
        (texts("filters.projects"), [texts.name(project.name) for project in chosen]),
        (texts("filters.areas"), areas),
        *_value_filters(texts, layer, selection),
    ]
    joined = [
        Note(label, without_controls(texts("facts.and").join(names))) for label, names in named
    ]
    shape = [Note(texts("notes.shape"), texts("notes.inside"))] if selection.shape else []
    return [note for note in joined if note.text] + shape


def _value_filters(
    texts: Texts, layer: Layer, selection: Selection
) -> Iterator[tuple[str, list[str]]]:
    for kind in LISTS:
        declared: ValueList | None = getattr(layer, kind)
        chosen = getattr(selection, kind)
        if declared is not None:
            named = [v.name for v in declared.values if f"{layer.id}.{v.id}" in chosen]
            yield texts.name(declared.name), [texts.name(name) for name in named]


def _ranges_text(texts: Texts, numbers: Iterable[int]) -> str:
    """Write numbers as ranges: 1–3、7."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    return texts("facts.and").join("–".join(map(str, ends)) for ends in ranges)


def _ledgers_text(texts: Texts, ledgers: list[str]) -> str:
    names = texts("facts.and").join(ledgers[:MOST_LEDGERS])
    few = len(ledgers) <= MOST_LEDGERS
    return names if few else texts("notes.more", names=names, n=len(ledgers))
