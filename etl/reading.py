"""How a ledger is to be read, and what was read from it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from etl.area_codes import AreaCodes
from etl.build import Builder
from etl.locate import Locator
from etl.packed_records import PackedRecords
from etl.parents import Parents
from etl.reasons import Said
from etl.shared import SharedPositions
from geodata.catalogue import Layer
from geodata.records import NotedRow


@dataclass(slots=True)
class Reading:
    """What was read from a file.

    Parameters
    ----------
    records, rejected, warned
        As in `geodata.records.BatchPlan`.
    rows_read, headings, blank, totals
        Rows of the sheets that were read, and those that are no records.
    crs
        Code of the CRS the coordinates were read in; None where the file has none.
    recognised
        Heading → field id, of the columns that are stored.
    unknown
        Headings of the columns that are not stored.
    located
        How that CRS was settled and by which evidence: `etl.datum.settle.Settled.to_json`, or its
        ``basis`` alone where the caller said it; None where there are no coordinates.
    notes
        Lines to be shown: what was assumed, swapped or left out.
    """

    records: PackedRecords = field(default_factory=PackedRecords)
    rejected: list[NotedRow] = field(default_factory=list)
    warned: list[NotedRow] = field(default_factory=list)
    rows_read: int = 0
    headings: int = 0
    blank: int = 0
    totals: int = 0
    crs: str | None = None
    located: dict[str, Any] | None = None
    recognised: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    notes: list[Said] = field(default_factory=list)

    @property
    def unnamed(self) -> int:
        """How many refused rows may stand for any record: all but those that come twice."""
        return sum(not {one.rule for one in row.problems} & TWICE for row in self.rejected)


TWICE = frozenset({"duplicate_key", "duplicate_key_elsewhere"})
"""The rules that refuse a row whose record another row has named."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a ledger is to be read, as far as it does not say so itself.

    Parameters
    ----------
    crs
        Name of the CRS of its coordinates, as `geodata.coordinates.crs.parse_crs` reads it.
    sheet
        The sheet or map layer wanted.
    defaults
        Values as text by field id, for fields the ledger has no column for.
    only
        Of a list of communities: code of the sub-district whose rows are taken, see `etl.parents`.
    columns
        Field id by heading, for columns whose heading does not say it; '' for one that feeds
        nothing. Headings as `etl.headings.Column` shows them.
    """

    crs: str | None = None
    sheet: str | None = None
    defaults: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    only: str | None = None


@dataclass(frozen=True, slots=True)
class Bench:
    """What all sheets of one file share while it is read.

    Parameters
    ----------
    defaults
        Parsed values by field id.
    today
        The day no event may lie after.
    """

    layer: Layer
    defaults: dict[str, Any]
    today: date
    locator: Locator
    builder: Builder
    reading: Reading
    shared: SharedPositions
    parents: Parents
    codes: AreaCodes
