"""The readings of a ledger's coordinates on the map, and the one that is taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from dashboard.components.mapping import to_map_view
from dashboard.map.element import show_map
from dashboard.map.preview import MapPreview, PointSet
from dashboard.server.imports import corrections_of
from dashboard.texts import Language
from geodata.bounds import Bounds
from geodata.crs import parse_crs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.components.view import View
    from dashboard.map.events import MapEvents
    from dashboard.texts import Texts
    from geodata.storage.jobs import Job

KEY: Final = "preview_map"
MOST_LINES: Final = 3
AROUND_DEG: Final = 0.01
_CHOSEN: Final = "preview_crs"


def show_places(view: View, job: Job, found: Mapping[str, Any]) -> str | None:
    """Draw the map with the readings, and return the code of the one that is taken."""
    texts, candidates = view.texts, found["candidates"]
    key = f"{_CHOSEN}_{job.number}"
    code = chosen_code(found, corrections_of(job).crs, st.session_state.get(key))
    codes = [one["code"] for one in candidates]
    preview = MapPreview(
        id=job.number,
        sets=tuple(
            PointSet(
                crs_name(texts, one["code"]) + (texts("guided.swapped") if one["swapped"] else ""),
                evidence_lines(texts, one["evidence"]),
                tuple((lng, lat) for lng, lat in one["points"]),
            )
            for one in candidates
        ),
        chosen=codes.index(code) if code else None,
    )

    def adopt(events: MapEvents) -> None:
        taken = events.taken
        if taken is not None and taken.preview == job.number and taken.n < len(codes):
            st.session_state[key] = codes[taken.n]

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


def _extent(candidates: Sequence[Mapping[str, Any]]) -> Bounds | None:
    points = candidates[0]["points"]
    if not points:
        return None
    lng, lat = zip(*points, strict=True)
    return Bounds(
        min(lng) - AROUND_DEG, min(lat) - AROUND_DEG, max(lng) + AROUND_DEG, max(lat) + AROUND_DEG
    )


def chosen_code(found: Mapping[str, Any], said: str | None, clicked: str | None) -> str | None:
    """Return the CRS a ledger is to be read in: clicked, else said before, else recognised.

    None where it is a question nobody has answered.
    """
    offered = [one["code"] for one in found["candidates"]]
    settled = found["crs"] if found["basis"] != "asked" else None
    return next((code for code in (clicked, said, settled) if code in offered), None)


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
