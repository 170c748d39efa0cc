"""One pair of records: the evidence, both side by side, and what to decide."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal

import streamlit as st

from dashboard.components.browser import declare
from dashboard.duplicates.doing import decide, undo_decision
from dashboard.duplicates.sides import Line, fuller, side_by_side
from dashboard.duplicates.words import evidence_of, reason_text, sure_text
from dashboard.server.facts import title_text
from dashboard.server.forms import MOST_REASON
from geodata.localtime import LOCAL_TIME
from geodata.masking import scrub_text
from geodata.storage.correct import StaleRecordError
from geodata.storage.duplicates import Seen, read_either
from geodata.storage.ledgers import read_batch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dashboard.components.duplicates.rows import Chosen
    from dashboard.components.view import View
    from dashboard.texts import Texts

    Record = dict[str, Any]
    Told = tuple[str, int]

TOLD: Final = "duplicates_told"
"""Session key of what was done last: its words, the layer and the number of the decision."""

_pair = declare("pair")


def show_pair(view: View, chosen: Chosen | None, words: Texts) -> None:
    """Draw what speaks for and against, the buttons, and the records field by field."""
    if chosen is None:
        st.text(words("choose"))
        return
    with view.live.storage.reading() as connection:
        records = read_either(connection, chosen.layer, (chosen.one, chosen.other))
    one, other = records.get(chosen.one), records.get(chosen.other)
    if one is None or other is None:
        st.text(words("gone"))
        return
    lines = side_by_side(view.texts, chosen.layer, one, other, view.viewer)
    _show_evidence(chosen, words)
    if chosen.decided is not None:
        work = partial(undo_decision, view.live, view.session, chosen.decided)
        args = (view, words, words("taken_back"), work)
        st.button(words("undo"), key="duplicates_undo", on_click=carry_out, args=args)
    else:
        _show_buttons(view, chosen, (one, other), lines, words)
    _show_sides(view, chosen, (one, other), lines, words)


def carry_out(view: View, words: Texts, told: str, work: Callable[[], Told | None]) -> None:
    """Do something that may come too late; what is to be said of it is said in the next run.

    Parameters
    ----------
    work
        Returns the layer and the number of a decision that may be taken back.
    """
    if not view.allows("correct"):
        return
    try:
        layer, number = work() or ("", None)
    except StaleRecordError:
        told, layer, number = words("overtaken"), "", None
    st.session_state[TOLD] = (told, layer, number)


def _show_evidence(chosen: Chosen, words: Texts) -> None:
    evidence = [] if chosen.pairs is None else evidence_of(words, chosen.pairs, chosen.nth)
    _pair(
        key="duplicates_evidence",
        data={
            "part": "evidence",
            "sure": sure_text(float(chosen.pairs.bits[chosen.nth])) if chosen.pairs else "",
            "about": words("sure_about"),
            "note": _decision_text(chosen, words),
            "lines": [
                {"speaks": speaks, "sign": words(speaks), "text": one.text}
                for one in evidence
                for speaks in ["for" if one.bits > 0 else "against"]
            ],
        },
    )


def _decision_text(chosen: Chosen, words: Texts) -> str:
    if chosen.decided is None:
        return ""
    told = chosen.decided.decision
    return words(
        "decided_same" if told.same else "decided_apart",
        who=told.actor,
        at=f"{told.decided_at.astimezone(LOCAL_TIME):%Y-%m-%d %H:%M}",
        reason=scrub_text(told.reason),
    )


def _show_buttons(
    view: View, chosen: Chosen, both: tuple[Record, Record], lines: list[Line], words: Texts
) -> None:
    one, other = (Seen(record["id"], record["version"]) for record in both)
    remark = f"duplicates_remark.{chosen.layer.id}.{chosen.row}"

    def act(kept: Seen, rest: Seen, *, same: bool) -> Told:
        evidence = [] if chosen.pairs is None else evidence_of(words, chosen.pairs, chosen.nth)
        reason = reason_text(words, evidence, str(st.session_state.get(remark, "")).strip())
        number = decide(view.live, view.session, chosen.layer, kept, rest, reason, same=same)
        return chosen.layer.id, number

    def button(label: str, told: str, work: Callable[[], Told], *, strong: bool = False) -> None:
        kind: Literal["primary", "secondary"] = "primary" if strong else "secondary"
        st.button(label, type=kind, on_click=carry_out, args=(view, words, told, work))

    strong = fuller(lines, placed=(both[0]["lng"] is not None, both[1]["lng"] is not None))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for name, pair in {"one": (one, other), "other": (other, one)}.items():
            told, work = words("merged", mark=words(name)), partial(act, *pair, same=True)
            button(words(f"keep_{name}"), told, work, strong=strong == name)
        button(words("apart"), words("kept_apart"), partial(act, one, other, same=False))
        st.text_input(
            words("remark"),
            key=remark,
            max_chars=MOST_REASON,
            placeholder=words("remark"),
            label_visibility="collapsed",
        )
    st.caption(words("keep_hint"))


def _show_sides(
    view: View, chosen: Chosen, both: tuple[Record, Record], lines: Sequence[Line], words: Texts
) -> None:
    marks = (words("one"), words("other"))
    _pair(
        key="duplicates_sides",
        data={
            "part": "sides",
            "label": words("sides"),
            "heads": [
                {
                    "mark": mark,
                    "title": title_text(view.texts, chosen.layer, record, view.viewer),
                    "source": _source(view, record, words),
                }
                for mark, record in zip(marks, both, strict=True)
            ],
            "lines": [
                {"label": o.label, "one": o.one, "other": o.other, "compares": o.compares}
                for o in lines
            ],
        },
    )


def _source(view: View, record: Record, words: Texts) -> str:
    with view.live.storage.reading() as connection:
        batch = read_batch(connection, record["batch"])
    ledger = scrub_text(batch.file_name) if batch else ""
    return words("source", ledger=ledger, row=record["row"])
