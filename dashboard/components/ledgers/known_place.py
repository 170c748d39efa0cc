"""Outlines that nothing is known to hold against: a place somebody knows, typed, beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from dashboard.wording import number_text
from etl.datum.settle import usual_told
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import from_wgs84, local_metric_crs, parse_crs
from geodata.coordinates.typed_position import read_typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.components.ledgers.anchoring import Point
    from dashboard.texts import Texts
    from geodata.storage.jobs import Job

    Reading = Mapping[str, Any]

MOST_TYPED: Final = 60


def ask_known_place(texts: Texts, job: Job) -> Point | None:
    """Ask where a place the clerk knows is, and return its longitude and latitude.

    Measured by GPS or a telephone it is in WGS84; what is typed may name another CRS.
    """
    st.text(texts("guided.outline_how"))
    typed = st.text_input(
        texts("guided.known_place"),
        max_chars=MOST_TYPED,
        placeholder="113.512345, 23.123456",
        help=texts("guided.known_place_hint"),
        key=f"known_place_{job.number}",
        width=360,
    )
    found = read_typed(typed, None)
    if typed.strip() and not found:
        st.error(texts("guided.known_place_unread", found=typed))
    return (found[0].lng, found[0].lat) if found else None


def outline_lines(
    texts: Texts, reading: Reading, first: Reading, known: Point | None
) -> tuple[str, ...]:
    """Say of a reading of outlines how it differs, who usually delivers it, where a place lies.

    Parameters
    ----------
    reading, first
        As in `etl.preview.Preview.candidates`; the first is what others differ from.
    known
        Longitude and latitude of the place that was typed.
    """
    lines = []
    if reading["points"] and first["points"] and reading is not first:
        off_m = _distances_m(reading["points"][:1], first["points"][:1])
        name = texts("guided.first_reading")
        lines.append(texts("guided.differs", metres=number_text(round(off_m[0], -1)), name=name))
    usual = usual_told(parse_crs(reading["code"]))[texts.language.value[:2]]
    lines += [usual] if usual else []
    if known is not None and reading["points"]:
        near_m = min(_distances_m(reading["points"], [known] * len(reading["points"])))
        lines.append(texts("guided.known_place_off", metres=number_text(round(near_m))))
    return tuple(lines)


def _distances_m(some: Sequence[Sequence[float]], others: Sequence[Sequence[float]]) -> list[float]:
    here, there = np.array(some).T, np.array(others).T
    bounds = Bounds.around(*np.concatenate([here, there], axis=1))
    if bounds is None:
        return []
    crs = local_metric_crs(bounds)
    ends = (np.stack(from_wgs84(side[0], side[1], crs)) for side in (here, there))
    off = np.subtract(*ends)
    found: list[float] = np.hypot(*off).tolist()
    return found
