"""The readings of a ledger's coordinates on the map, and the one that is taken."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import streamlit as st

from dashboard.components.ledgers.anchoring import (
    ask_anchors,
    candidates_of,
    fit_lines,
    keep_anchor,
    read_anchoring,
)
from dashboard.components.ledgers.known_place import ask_known_place, outline_lines
from dashboard.components.mapping import to_map_view
from dashboard.map.element import show_map
from dashboard.map.preview import MapPreview, PointSet
from dashboard.server.imports import corrections_of
from dashboard.texts import Language
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import parse_crs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from dashboard.components.ledgers.anchoring import Anchoring, Point
    from dashboard.components.view import View
    from dashboard.map.events import MapEvents
    from dashboard.texts import Texts
    from etl.datum.candidates import Candidate
    from geodata.storage.jobs import Job

KEY: Final = "preview_map"
MOST_LINES: Final = 3
AROUND_DEG: Final = 0.01
_CHOSEN: Final = "preview_crs"


def show_places(view: View, job: Job, found: Mapping[str, Any]) -> str | None:
    """Draw the map with the readings, and return the code of the one that is taken."""
    texts, candidates = view.texts, found["candidates"]
    key, anchoring = f"{_CHOSEN}_{job.number}", read_anchoring(job, found)
    said = (st.session_state.get(key), anchoring.chosen, corrections_of(job).crs)
    code = chosen_code(found, *said, refused=_refused(found, anchoring))
    codes = [one["code"] for one in candidates]

    def adopt(events: MapEvents) -> None:
        taken, clicked = events.taken, events.clicked
        if taken is not None and taken.preview == job.number and taken.n < len(codes):
            st.session_state[key] = codes[taken.n]
        if clicked is not None and clicked.preview == job.number and anchoring.asked is not None:
            keep_anchor(job, anchoring.asked, (clicked.lng, clicked.lat))

    known = None
    if found["rows_at"] and len(candidates) > 1:
        ask_anchors(texts, job, found, anchoring)
    elif len(candidates) > 1:
        known = ask_known_place(texts, job)
    preview = MapPreview(
        id=job.number,
        sets=_point_sets(texts, found, anchoring, known),
        chosen=codes.index(code) if code else None,
        placing=anchoring.asked is not None,
        anchors=(*anchoring.clicked.values(), *([known] if known else [])),
    )
    shown = to_map_view(view, 0)
    home = view.model.extent or _extent(candidates) or shown.home
    bare = replace(shown.declaration, layers=(), zones=())
    show_map(
        replace(
            shown,
            declaration=bare,
            preview=preview,
            home=home,
            extent=None,
            pick=None,
            drawable=False,
            months=(),
        ),
        on_toggled=adopt,
        key=KEY,
    )
    return code


def _point_sets(
    texts: Texts, found: Mapping[str, Any], anchoring: Anchoring, known: Point | None
) -> tuple[PointSet, ...]:
    """Give each reading its name, what is for and against it, and its points."""
    readings = candidates_of(found)
    drawn = not found["rows_at"] and len(readings) > 1
    older = any(reading.is_old for reading in readings)
    sets = []
    for n, (reading, one) in enumerate(zip(readings, found["candidates"], strict=True)):
        name = crs_name(texts, one["code"])
        proposed = (texts("guided.proposed"),) if older and n == 0 and not reading.is_old else ()
        sets.append(
            PointSet(
                name + (texts("guided.swapped") if one["swapped"] else ""),
                (
                    *fit_lines(texts, anchoring.fit_of(reading)),
                    *proposed,
                    *evidence_lines(texts, one["evidence"]),
                    *(outline_lines(texts, one, found["candidates"][0], known) if drawn else ()),
                ),
                tuple((lng, lat) for lng, lat in one["points"]),
                _place_of(reading, anchoring.asked),
                anchoring.is_refused(reading),
            )
        )
    return tuple(sets)


def _place_of(reading: Candidate, numbers: Point | None) -> Point | None:
    """Return where a reading puts a row; None for nowhere, or no row."""
    if numbers is None:
        return None
    first, second = (np.array([number]) for number in numbers)
    lng, lat = (float(side[0]) for side in reading.to_wgs84(first, second))
    return (lng, lat) if isfinite(lng) and isfinite(lat) else None


def _refused(found: Mapping[str, Any], anchoring: Anchoring) -> set[str]:
    return {one.crs.code for one in candidates_of(found) if anchoring.is_refused(one)}


def _extent(candidates: Sequence[Mapping[str, Any]]) -> Bounds | None:
    points = candidates[0]["points"]
    if not points:
        return None
    lng, lat = zip(*points, strict=True)
    return Bounds(
        min(lng) - AROUND_DEG, min(lat) - AROUND_DEG, max(lng) + AROUND_DEG, max(lat) + AROUND_DEG
    )


def chosen_code(
    found: Mapping[str, Any], *said: str | None, refused: Collection[str] = ()
) -> str | None:
    """Return the CRS a ledger is to be read in: the first that was said, else the recognised.

    None where it is a question nobody has answered. What the anchors refuse is no answer.
    """
    offered = {one["code"] for one in found["candidates"]}.difference(refused)
    settled = found["crs"] if found["basis"] != "asked" else None
    return next((code for code in (*said, settled) if code in offered), None)


def evidence_lines(texts: Texts, evidence: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Say what speaks for a reading: the same clues of each, the most exact first."""
    lines = tuple(
        texts(
            f"guided.clue_{one['kind']}",
            hits=one["hits"],
            of=one["of"],
            chance=f"{one['chance'] * one['of']:.0f}",
        )
        for one in evidence[:MOST_LINES]
    )
    return lines or (texts("guided.no_clue"),)


def crs_name(texts: Texts, code: str) -> str:
    """Return the name of a CRS in the language of the page."""
    crs = parse_crs(code)
    return crs.zh if texts.language is Language.CHINESE else crs.en
