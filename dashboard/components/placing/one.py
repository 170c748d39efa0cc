"""One unplaced record: why it is proposed there, and what to do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.placing.map import clicked_for, forget_click
from dashboard.components.placing.rows import address_told
from dashboard.placing import doing
from dashboard.server.forms import MOST_REASON
from dashboard.wording import number_text
from geodata.addresses.trial import OUTSIDE_M
from geodata.facts import title_of
from geodata.masking import scrub_text
from geodata.storage.correct import StaleRecordError
from geodata.storage.reads import read_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from dashboard.components.view import View
    from dashboard.placing.proposals import Unplaced
    from dashboard.texts import Texts
    from geodata.catalogue.model import Layer

_TOLD = "placing_told"
_REASON = "placing_reason"


def show_placing_one(view: View, layer: Layer, chosen: Unplaced | None, words: Texts) -> None:
    """Draw what is known of the record and its buttons."""
    if chosen is None:
        st.text(words("choose"))
        return
    clicked = clicked_for(view, chosen)
    with view.live.storage.reading() as connection:
        record = read_record(connection, layer, chosen.record.key[1]) or {}
    told = address_told(view, layer, record) or title_of(record, layer, view.viewer)
    st.text(told or words("choose"))
    for line in _lines(chosen, words):
        st.caption(line)
    st.caption(words("clicked" if clicked else "click"))
    _show_buttons(view, layer, chosen, clicked, words)


def carry_out(view: View, words: Texts, told: str, work: Callable[[], None]) -> None:
    """Do something that may come too late; what is to be said of it is said in the next run."""
    if not view.allows("correct"):
        return
    try:
        work()
    except StaleRecordError:
        told = words("overtaken")
    st.session_state[_TOLD] = (told,)
    forget_click()


def _lines(chosen: Unplaced, words: Texts) -> list[str]:
    if chosen.place is None:
        return [words("no_proposal")]
    place, trial = chosen.place, chosen.placer.trial(chosen.place.way)
    tried = {"tried": number_text(trial.tried), "right": number_text(trial.right)}
    lines = [words(f"about.{place.way}", n=number_text(place.basis)), words("tried", **tried)]
    if place.outside_m > OUTSIDE_M:
        lines.append(words("outside", metres=number_text(round(place.outside_m))))
    return lines


def _show_buttons(
    view: View,
    layer: Layer,
    chosen: Unplaced,
    clicked: tuple[float, float] | None,
    words: Texts,
) -> None:
    live, session, number = view.live, view.session, chosen.record.key[1]
    if chosen.left is not None:
        # typed by somebody: in a caption it would be Markdown
        st.text(words("left_because", reason=scrub_text(chosen.left)))
        take_up = lambda: doing.look_again(live, session, layer, number)  # noqa: E731
        st.button(
            words("take_up"), on_click=carry_out, args=(view, words, words("taken_up"), take_up)
        )
        return

    def place() -> None:
        if clicked is None:
            doing.accept(live, session, layer, [chosen], words)
        else:
            doing.put(live, session, layer, chosen, clicked, words)

    with st.container(horizontal=True):
        if clicked is not None or chosen.place is not None:
            st.button(
                words("accept_clicked" if clicked else "accept"),
                type="primary",
                on_click=carry_out,
                args=(view, words, words("done", n=1), place),
            )
        key = f"{_REASON}.{layer.id}.{number}"
        with st.popover(words("leave")), st.form(f"{key}.form", border=False):
            st.text_input(words("leave_reason"), key=key, max_chars=MOST_REASON)
            args = (view, layer, number, key, words)
            st.form_submit_button(words("leave"), on_click=_leave, args=args)


def _leave(view: View, layer: Layer, number: int, key: str, words: Texts) -> None:
    reason = str(st.session_state.get(key, "")).strip()
    if not reason:
        st.session_state[_TOLD] = (words("no_reason"),)
        return
    work = lambda: doing.leave(view.live, view.session, layer, number, reason)  # noqa: E731
    carry_out(view, words, words("left"), work)
