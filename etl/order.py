"""What to import and how, as whoever asks for it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from etl.limits import COMMAND_LINE, Limits
from etl.reading import Manner


@dataclass(frozen=True, slots=True)
class Order:
    """What to import and how.

    Parameters
    ----------
    path
        The ledger file.
    layer
        Id of the layer whose records it holds.
    manner
        What the ledger does not say itself: CRS, sheet, values for whole columns.
    source
        Who reported the incidents of a ledger without a column for it; with the case number it
        makes their key.
    district
        Code of the sub-district; needed where the database holds several.
    data_date
        The day up to which the ledger is true; not after the day of the import.
    limits
        `etl.limits.UPLOAD` for files from the page.
    complete
        Whether the ledger names all there is, so that what it does not name ends.
    anchors
        Rows whose true places a person clicked to tell the CRS, as plain values: ``row``, ``lng``,
        ``lat`` and ``off_m``, how far the CRS puts it from there. Kept with the batch.
    yes_end
        How many records may end although they are more than a fifth; None where nobody was asked.
    margin_m
        Of an extract of OpenStreetMap: metres beyond the sub-district's outline up to which it is
        taken. None for a ledger.
    """

    path: Path
    layer: str
    manner: Manner = field(default_factory=Manner)
    source: str | None = None
    district: str | None = None
    data_date: date | None = None
    limits: Limits = COMMAND_LINE
    complete: bool = False
    yes_end: int | None = None
    margin_m: float | None = None
    anchors: tuple[Mapping[str, Any], ...] = ()
