"""The filter a command names: as a link carries it, strictly read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from dashboard.reports.words import refusal
from dashboard.texts import LANGUAGE
from geodata.localtime import local_date
from geodata.periods import USUAL_PERIOD, preset_period
from geodata.selection import parse_selection

if TYPE_CHECKING:
    from datetime import datetime

    from geodata.readmodel import ReadModel
    from geodata.selection import Selection

CONDITIONS: Final = ("period", "projects", "areas", "classes", "grades", "statuses", "shape")
OF_THE_PAGE: Final = frozenset({"layers", "against", LANGUAGE, "extent", "pick"})
"""What a link says besides, and a file of one layer has no use for."""


def parse_asked(text: str, model: ReadModel, *, now: datetime) -> Selection:
    """Read a filter.

    Parameters
    ----------
    text
        ``period=2025-01-01/2026-01-01&projects=fire``, the keys as links have them, or a whole
        link; empty for all records of the usual period.
    now
        Aware instant, for the usual period.

    Raises
    ------
    ExportError
        For a key links do not have and for one named twice: passed over, it would give other
        records than were meant.
    SelectionError
        For a value there is not.
    """
    pairs = parse_qsl(urlsplit(text).query or text, keep_blank_values=True)
    for place, (key, _) in enumerate(pairs):
        named_before = any(key == other for other, _ in pairs[:place])
        if named_before or key not in {*CONDITIONS, *OF_THE_PAGE}:
            raise refusal("condition", found=key, known=" ".join(CONDITIONS))
    query = {key: value for key, value in pairs if key in CONDITIONS}
    usual = preset_period(USUAL_PERIOD, local_date(now))
    return parse_selection(query, model.catalogue, model.areas, period=usual)
