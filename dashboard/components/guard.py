"""A part of a page that fails is one error card; the others are drawn."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.identity import told_account
from dashboard.components.session import chosen_texts
from dashboard.health.words import trouble_of, trouble_text, words_of
from dashboard.log.incidents import note_incident
from dashboard.server.errors import STATUS
from geodata.errors import SafetyMapError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def apart(part: str) -> Iterator[None]:
    """Draw a part by itself: what goes wrong in it is told in its place, and logged.

    Parameters
    ----------
    part
        Text key below ``parts`` that names it to the reader.
    """
    try:
        yield
    except Exception as error:  # noqa: BLE001 - whatever it is, the other parts go on
        _tell("errors.part", error, f"page/{part}", part=chosen_texts()(f"parts.{part}"))


def tell_page_failed(error: Exception) -> bool:
    """Say that a page failed, without a word of the program; True: nobody else need say it."""
    _tell("errors.page", error, "page")
    return True


def _tell(key: str, error: Exception, route: str, **values: str) -> None:
    incident = note_incident(error, route=route, account=told_account())
    trouble, texts = trouble_of(error), chosen_texts()
    if trouble:
        st.error(trouble_text(words_of(texts.language), trouble, incident))
        return
    st.error(texts(key, incident=incident, **values))
    # Only of what the reader asked for: other errors may name paths.
    if isinstance(error, SafetyMapError) and type(error) in STATUS:
        st.text(error.found)
