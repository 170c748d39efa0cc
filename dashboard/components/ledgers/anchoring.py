"""Rows whose true places a person clicks, and which readings of the coordinates that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import streamlit as st

from dashboard.wording import number_text
from etl.datum.anchors import APART_M, FEWEST, Anchor, AnchorsSay, fit_anchors
from etl.datum.candidates import Candidate
from geodata.coordinates.crs import parse_crs
from geodata.errors import LedgerError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.texts import Texts
    from etl.datum.anchors import AnchorFit
    from geodata.storage.jobs import Job

    Found = Mapping[str, Any]
    Point = tuple[float, float]
    Clicked = dict[Point, Point]

FAR_M: Final = 50_000.0
"""Farther off than any ledger of a sub-district: how far exactly tells nobody anything."""

_HELD: Final = "anchors"
_ROW: Final = "anchor_row"


class Anchoring(NamedTuple):
    """What a person has said of the places of rows.

    Parameters
    ----------
    clicked
        Longitude and latitude clicked, by the two numbers of the row as written.
    asked
        The two numbers of the row whose click is awaited; None for none.
    says
        What the anchors say of the readings; None while they are too few, or too near each other.
    """

    clicked: Clicked
    asked: Point | None = None
    says: AnchorsSay | None = None

    def fit_of(self, candidate: Candidate) -> AnchorFit | None:
        """Return how far a reading puts the rows from their clicks; None while that is unknown."""
        fits = self.says.fits if self.says else ()
        return next((fit for fit in fits if fit.candidate == candidate), None)

    def is_refused(self, candidate: Candidate) -> bool:
        """Say whether the anchors are against a reading."""
        fit = self.fit_of(candidate)
        return fit is not None and not fit.fits

    @property
    def chosen(self) -> str | None:
        """The code of the one reading they leave; None where they leave none or several."""
        return self.says.chosen.crs.code if self.says and self.says.chosen else None


def candidates_of(found: Found) -> list[Candidate]:
    """Return the readings a preview found, in their order."""
    return [Candidate(parse_crs(one["code"]), one["swapped"]) for one in found["candidates"]]


def read_anchoring(job: Job, found: Found) -> Anchoring:
    """Return what was clicked for the rows of a job's file, and what follows from it.

    A click belongs to the numbers of its row: it stays where the file is recognised once more.
    """
    rows = {numbers_of(row): row for row in found["rows_at"]}
    held = st.session_state.get(_HELD, {}).get(job.params["file"], {})
    clicked = {numbers: at for numbers, at in held.items() if numbers in rows}
    place = st.session_state.get(f"{_ROW}_{job.number}")
    asked = None if place is None else numbers_of(found["rows_at"][place])
    try:
        says = _fit(clicked, candidates_of(found))
    except LedgerError:
        says = None  # two are too near each other: the line above the map says so
    return Anchoring(clicked, asked, says)


def numbers_of(row: Mapping[str, Any]) -> Point:
    """Return the two numbers of a row as the ledger writes them."""
    return row["first"], row["second"]


def keep_anchor(job: Job, asked: Point, at: Point) -> None:
    """Keep where a row truly is; from the next run on another row may be chosen."""
    by_file = st.session_state.setdefault(_HELD, {})
    by_file.setdefault(job.params["file"], {})[asked] = at
    st.session_state[f"{_ROW}_{job.number}"] = None


def anchors_told(found: Found, anchoring: Anchoring, code: str | None) -> list[dict[str, Any]]:
    """Tell the clicks a reading was held against, for the batch to keep.

    Returns
    -------
    list of dict
        ``row`` of the ledger, ``lng`` and ``lat`` clicked, ``off_m`` from where the reading puts
        it; empty where there were too few clicks to hold it against.
    """
    says = anchoring.says.fits if anchoring.says else ()
    fit = next((one for one in says if one.candidate.crs.code == code), None)
    if fit is None:
        return []
    rows = {numbers_of(row): row["row"] for row in found["rows_at"]}
    clicked = zip(anchoring.clicked.items(), fit.residuals_m, strict=True)
    return [
        {"row": rows[numbers], "lng": at[0], "lat": at[1], "off_m": round(off_m, 1)}
        for (numbers, at), off_m in clicked
    ]


def forget_anchors(job: Job) -> None:
    """Forget the clicks of a file."""
    st.session_state.get(_HELD, {}).pop(job.params["file"], None)


def ask_anchors(texts: Texts, job: Job, found: Found, anchoring: Anchoring) -> None:
    """Draw the choice of a row, what to do next, and what the clicks have told so far."""
    rows, clicked = found["rows_at"], anchoring.clicked
    left = [n for n, row in enumerate(rows) if numbers_of(row) not in clicked]
    with st.container(horizontal=True, vertical_alignment="center", key="anchors"):
        st.selectbox(
            texts("guided.anchor_row"),
            left,
            index=None,
            format_func=lambda n: row_text(texts, rows[n]),
            placeholder=texts("guided.anchor_choose"),
            key=f"{_ROW}_{job.number}",
            width=360,
            label_visibility="collapsed",
        )
        st.text(progress_text(texts, found, anchoring))
        if clicked:
            st.button(
                texts("guided.anchor_again"), type="tertiary", on_click=forget_anchors, args=(job,)
            )


def row_text(texts: Texts, row: Mapping[str, Any]) -> str:
    """Name a row of a ledger as whoever holds it finds it."""
    named = "guided.anchor_named" if row["label"] else "guided.anchor_unnamed"
    return texts(named, row=row["row"], label=row["label"])


def progress_text(texts: Texts, found: Found, anchoring: Anchoring) -> str:
    """Say what to do next, or what the anchors tell."""
    n, numbers = len(anchoring.clicked), {"n": len(anchoring.clicked), "of": FEWEST}
    if anchoring.asked is not None:
        return texts("guided.anchor_click", **numbers)
    if anchoring.says is None:
        if n >= FEWEST:
            return texts("guided.anchor_near", metres=number_text(APART_M))
        return texts("guided.anchor_more" if n else "guided.anchor_how", **numbers)
    fitting = {candidate.crs.code for candidate in anchoring.says.fitting}
    if not fitting:
        return texts("guided.anchor_nothing", **numbers)
    if len(fitting) == len(found["candidates"]) > 1:
        return texts("guided.anchor_all", **numbers)
    return texts("guided.anchor_some" if len(fitting) > 1 else "guided.anchor_one", **numbers)


def fit_lines(texts: Texts, fit: AnchorFit | None) -> tuple[str, ...]:
    """Say how far a reading puts the rows from their clicks; nothing while that is unknown."""
    if fit is None:
        return ()
    if fit.worst_m > FAR_M:
        return (texts("guided.anchor_nowhere"),)
    metres = texts("guided.and").join(number_text(round(one)) for one in fit.residuals_m)
    return (texts("guided.anchor_fits" if fit.fits else "guided.anchor_misfits", metres=metres),)


def _fit(clicked: Clicked, candidates: list[Candidate]) -> AnchorsSay | None:
    if len(clicked) < FEWEST:
        return None
    return fit_anchors([Anchor(*numbers, *at) for numbers, at in clicked.items()], candidates)
