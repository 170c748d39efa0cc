"""The list of pairs: a tab for each layer, the surest first, and one for what was decided."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard.components.table import (
    PAGE_ROWS,
    Heading,
    pages_json,
    rows_json,
    show_table,
    tab_json,
)
from dashboard.duplicates.words import sure_text
from dashboard.server.facts import title_text
from dashboard.wording import number_text, value_text
from geodata.facts import fact_of
from geodata.localtime import local_date
from geodata.storage.duplicates import read_either

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboard.components.view import View
    from dashboard.duplicates.listed import Decided, Listed
    from dashboard.texts import Texts
    from geodata.catalogue.model import Layer
    from geodata.results.duplicates import Pairs

DECIDED: Final = "decided"
_ASKED: Final = "duplicates_asked"
_PROPOSED_COLUMNS: Final = ("sure", "one", "other")
_DECIDED_COLUMNS: Final = ("what", "one", "other", "who", "when")

Records = dict[tuple[str, int], dict[str, Any]]


@dataclass(frozen=True)
class DuplicatesAsked:
    """What the list shows: a layer's pairs or what was decided (`tab`), from where, which row."""

    tab: str
    first: int = 0
    chosen: str = ""


@dataclass(frozen=True)
class Chosen:
    """The pair that is looked at, proposed or decided.

    Parameters
    ----------
    row
        Id of its row in the list.
    one, other
        Numbers of the records; of a merge `one` stands for both.
    pairs, nth
        Where it is proposed: among which, and its place; else None.
    decided
        What was decided; else None.
    """

    layer: Layer
    row: str
    one: int
    other: int
    pairs: Pairs | None = None
    nth: int = 0
    decided: Decided | None = None


def duplicates_asked(view: View, listed: Listed) -> DuplicatesAsked:
    """Return what was asked for; the first tab there is where the one asked for is gone."""
    held: DuplicatesAsked | None = st.session_state.get(_ASKED)
    if held is not None and (held.tab == DECIDED or held.tab in listed.proposed):
        return held
    wanted = (tab for tab in view.selection.layers if tab in listed.proposed)
    return DuplicatesAsked(next(wanted, next(iter(listed.proposed), DECIDED)))


def pair_chosen(view: View, listed: Listed, asked: DuplicatesAsked) -> Chosen | None:
    """Return the pair looked at: the one chosen, else the first of the page; None for none."""
    page = _page(view, listed, asked)
    return next((one for one in page if one.row == asked.chosen), page[0] if page else None)


def show_pair_rows(
    view: View, listed: Listed, asked: DuplicatesAsked, chosen: Chosen | None, words: Texts
) -> None:
    """Draw the list; what was asked in it is in the session before the next run."""

    def ask(what: str, value: object) -> None:
        st.session_state[_ASKED] = next_asked(asked, listed, what, value)

    page, is_decided = _page(view, listed, asked), asked.tab == DECIDED
    records = _read(view, page)
    write = _decided_row if is_decided else _proposed_row
    total = len(listed.decided) if is_decided else len(listed.proposed[asked.tab])
    tabs = [
        (id_, view.texts.name(view.catalogue.by_layer[id_].name), len(pairs))
        for id_, pairs in listed.proposed.items()
    ]
    tabs.append((DECIDED, words("tab_decided"), len(listed.decided)))
    columns = _DECIDED_COLUMNS if is_decided else _PROPOSED_COLUMNS
    show_table(
        "duplicates_rows",
        view.texts,
        label=words("table"),
        columns=[Heading(c, words(f"col.{c}"), right=c == "sure") for c in columns],
        rows=rows_json(
            [(one.row, write(view, one, records, words)) for one in page],
            chosen=chosen.row if chosen else None,
        ),
        empty=words("none" if is_decided else "empty"),
        opens="row",
        on=ask,
        tabs=[
            tab_json(tab, label, number_text(count), current=asked.tab == tab)
            for tab, label, count in tabs
        ],
        pages=pages_json(view.texts, asked.first, len(page), total),
    )


def next_asked(asked: DuplicatesAsked, listed: Listed, what: str, value: object) -> DuplicatesAsked:
    """Return what is asked for after a click in the list; nonsense of a browser changes nothing."""
    if what == "tab" and str(value) in {DECIDED, *listed.proposed}:
        return DuplicatesAsked(str(value))
    if what == "page" and isinstance(value, int) and not isinstance(value, bool):
        return replace(asked, first=max(value, 0))
    return replace(asked, chosen=str(value)) if what == "row" else asked


def _page(view: View, listed: Listed, asked: DuplicatesAsked) -> list[Chosen]:
    if asked.tab == DECIDED:
        some = listed.decided[asked.first : asked.first + PAGE_ROWS]
        return [
            Chosen(d.layer, f"{d.layer.id}.{one.number}", one.kept, one.other, decided=d)
            for d in some
            for one in [d.decision]
        ]
    layer, pairs = view.catalogue.by_layer[asked.tab], listed.proposed[asked.tab]
    places = range(asked.first, min(asked.first + PAGE_ROWS, len(pairs)))
    both = ((nth, int(pairs.one[nth]), int(pairs.other[nth])) for nth in places)
    return [Chosen(layer, f"{a}-{b}", a, b, pairs, nth) for nth, a, b in both]


def _read(view: View, page: Iterable[Chosen]) -> Records:
    wanted: dict[str, set[int]] = {}
    for one in page:
        wanted.setdefault(one.layer.id, set()).update((one.one, one.other))
    found: Records = {}
    with view.live.storage.reading() as connection:
        for id_, numbers in wanted.items():
            held = read_either(connection, view.catalogue.by_layer[id_], numbers)
            found |= {(id_, number): record for number, record in held.items()}
    return found


def _proposed_row(view: View, one: Chosen, records: Records, words: Texts) -> list[str]:
    del words  # the other kind of row has some
    sure = sure_text(float(one.pairs.bits[one.nth])) if one.pairs is not None else ""
    return [sure, *_titles(view, one, records)]


def _decided_row(view: View, one: Chosen, records: Records, words: Texts) -> list[str]:
    if one.decided is None:
        return []
    told = one.decided.decision
    what = words("decided.same" if told.same else "decided.apart")
    return [
        what, *_titles(view, one, records), told.actor, local_date(told.decided_at).isoformat(),
    ]  # fmt: skip


def _titles(view: View, one: Chosen, records: Records) -> Sequence[str]:
    return [
        _title(view, one.layer, records.get((one.layer.id, number), {"id": number}))
        for number in (one.one, one.other)
    ]


def _title(view: View, layer: Layer, record: Mapping[str, Any]) -> str:
    """Call a record by its name or type, an event also by its time."""
    title = title_text(view.texts, layer, record, view.viewer)
    field = layer.by_column.get("occurred")
    fact = fact_of(record, field, layer, view.viewer) if field else None
    return f"{title} · {value_text(view.texts, fact.field, fact.value)}" if fact else title
