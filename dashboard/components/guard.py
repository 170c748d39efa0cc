"""A part of a page that fails is one error card; the others are drawn."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components.session import chosen_texts
from dashboard.server.live import live
from geodata.errors import SafetyMapError
from geodata.localtime import LOCAL_TIME

if TYPE_CHECKING:
    from collections.abc import Iterator

log = logging.getLogger(__name__)


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
        _tell("errors.part", error, part=chosen_texts()(f"parts.{part}"))


def tell_page_failed(error: Exception) -> bool:
    """Say that a page failed, without a word of the program; True: nobody else need say it."""
    _tell("errors.page", error)
    return True


def _tell(key: str, error: Exception, **values: str) -> None:
    when = f"{live().clock().astimezone(LOCAL_TIME):%Y-%m-%d %H:%M:%S}"
    log.error("%s %s", key, when, exc_info=error)
    st.error(chosen_texts()(key, when=when, **values))
    if isinstance(error, SafetyMapError):
        st.text(error.found)
