"""The finding of a page: its sentence, what it rests on, what may be chosen, and its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.components.browser import declare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboard.texts import Texts

Json = dict[str, object]

_finding, _cards = declare("finding"), declare("cards")


def show_finding(
    key: str,
    words: Texts,
    *,
    headline: str,
    notes: Sequence[str],
    choosers: Mapping[str, tuple[str, Sequence[tuple[str, str]]]],
    choose: Callable[[str, str], None],
    problem: str | None = None,
) -> None:
    """Draw the sentence, the notes below it and the choosers.

    Parameters
    ----------
    choosers
        By name, which is its text below ``choose.`` too: the id chosen, and the ids and labels to
        choose from.
    choose
        Told the name of a chooser and the id chosen in it.
    problem
        What is wrong with all of it.
    """

    def on_change(name: str) -> Callable[[], None]:
        return lambda: choose(name, str(st.session_state[key][name]))

    changes: dict[str, Any] = {f"on_{name}_change": on_change(name) for name in choosers}
    _finding(
        key=key,
        data={
            "headline": headline,
            "choosers": [
                {
                    "id": name,
                    "label": words(f"choose.{name}"),
                    "chosen": chosen,
                    "options": [{"id": option, "label": label} for option, label in options],
                }
                for name, (chosen, options) in choosers.items()
            ],
            "notes": list(notes),
            "problem": problem,
        },
        **changes,
    )


def show_numbers(
    key: str, words: Texts, cards: Sequence[Json], *, opened: Callable[[str], None]
) -> None:
    """Draw the numbers of a finding as cards; `opened` is told the id of the one clicked."""
    _cards(
        key=key,
        data={
            "label": words("cards.label"),
            "cards": list(cards),
            "note": {"lead": "", "placed": "", "hints": []},
            "problem": None,
        },
        on_opened_change=lambda: opened(str(st.session_state[key].opened)),
    )
