"""What an import hands over to storage: checked records, refused rows and the plan of a batch.

Plain values only; whoever makes them need not know a database. What there is a million of at a time
is a tuple: made three times as fast as a frozen dataclass.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

Scalar = str | int | float | bool | None
NOTHING: Mapping[str, str] = MappingProxyType({})


class Position(NamedTuple):
    """Where a record is, in WGS84, and what the ledger said.

    Parameters
    ----------
    lng, lat
        Degrees: the point itself, or a point that represents a line or polygon (on the line,
        inside the polygon).
    geometry
        WKB (ISO, two-dimensional, lng/lat) of a line or polygon; None for a point.
    x, y, crs
        The numbers of the ledger as they were written, and the CRS they were read in, such as
        ``EPSG:4547`` or ``gcj02``.
    method
        How the position was found: ``ledger`` (written there), ``geometry`` (a map file), ``drawn``
        (an outline drawn by hand).
    precision_m
        Metres within which the true place lies, where it is known.
    """

    lng: float
    lat: float
    geometry: bytes | None = None
    x: float | None = None
    y: float | None = None
    crs: str = "EPSG:4326"
    method: str = "ledger"
    precision_m: float | None = None


class Occurrence(NamedTuple):
    """The columns only incidents have.

    Parameters
    ----------
    occurred_at, reported_at
        Aware instants. Where `time_known` is False, `occurred_at` is local midnight of the day.
    severity
        Level of Order 493 (catalogue id), None below its lowest.
    loss_yuan
        Direct loss in yuan.
    """

    occurred_at: datetime
    time_known: bool = True
    reported_at: datetime | None = None
    dead: int | None = None
    gravely_injured: int | None = None
    injured: int | None = None
    loss_yuan: float | None = None
    severity: str | None = None
    source: str | None = None
    case_number: str | None = None


class Record(NamedTuple):
    """One accepted row.

    Parameters
    ----------
    key
        The natural key of the layer as one text, else content and occurrence number; unique
        within the batch. The same thing has the same key in every ledger.
    sheet, row
        Where it stands in the file (row as the clerk counts, from 1); not part of the content.
    class_, grade, status
        Value ids of the layer's lists, None where the ledger says nothing.
    community, group, grid
        As written. The area itself is found by storage, from position first, else from these.
    parent
        Code of the area above (areas) or of the place a part belongs to (parts).
    year, people
        Population only.
    projects
        Ids of projects the ledger links it to explicitly.
    attributes
        Declared fields without a column of their own, by field id: text, numbers, booleans,
        ISO dates and ids of choices.
    personal
        Declared fields marked personal, by field id.
    unplaced
        The numbers and CRS the ledger gave for a position that could not be accepted
        (x, y, crs); None where it gave none or `position` is set.
    told
        What the ledger has a column or a value for all rows for: names of fields of this and of
        `Occurrence`, ids of attributes and personal fields; the rest stays as it is stored. None
        where it tells all.
    """

    key: str
    row: int
    sheet: str = ""
    position: Position | None = None
    unplaced: tuple[float | None, float | None, str] | None = None
    code: str | None = None
    name: str | None = None
    address: str | None = None
    community: str | None = None
    group: str | None = None
    grid: str | None = None
    class_: str | None = None
    grade: str | None = None
    status: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    parent: str | None = None
    year: int | None = None
    people: int | None = None
    occurrence: Occurrence | None = None
    projects: tuple[str, ...] = ()
    attributes: Mapping[str, Scalar] = NOTHING
    personal: Mapping[str, str] = NOTHING
    told: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row.

    Parameters
    ----------
    column
        As the ledger heads it.
    rule, named
        Key of the reason, and the values its text names: words for them are found when somebody
        reads it, in their language.
    aside
        Whether it only warns, in a row that something else refused.
    reason
        In words, where a version that kept no `named` said so; of a misplaced row the code of the
        area where the record stands, '' for none.
    """

    column: str
    rule: str
    named: Mapping[str, Scalar] = field(default_factory=dict)
    aside: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NotedRow:
    """A row of the ledger with what is wrong with it; its cells as they were written."""

    sheet: str
    row: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """One file, read and checked: what a publish writes in one transaction.

    Parameters
    ----------
    layer
        Layer id of the catalogue.
    district
        Code of the sub-district the ledger belongs to; empty where none is known. Not used for
        areas, which are their own.
    file_name, sha256
        The file as it was handed in; 64 lower-case hex digits over its bytes.
    recipe
        Digest of everything besides the bytes that shaped the result (CRS, source, sheet,
        declarations, data date): the same bytes read another way are not the same import.
    crs
        The CRS the coordinates were read in, None where the ledger has none.
    started_at
        Aware instant at which the import began.
    data_date
        The day up to which the ledger is true, where it says so.
    source
        Who reported all of it, where that was said of the file as a whole.
    located
        How the CRS was settled, as plain values without a row's words: ``basis`` (``said``,
        ``declared``, ``headings``, ``remembered``, ``recognised``, ``assumed``) and, where it was
        looked at, the candidates with their evidence; ``anchors``, as in `etl.order.Order`, where
        places were clicked.
    said_columns
        Field id by heading as whoever imported it said, '' for a column that feeds nothing.
    noted
        Number under which the beginning of this import was noted among the batches.
    complete
        Whether it names all there is, so that what it does not name has ended.
    may_end
        How many records may end although they are many; None where nobody was asked.
    rows_read, headings, blank, totals
        Rows of the file, and those among them that are no records. What remains must be
        `records` and `rejected`.
    records
        Read once, in the order of the file; may be made while they are read.
    rejected
        Rows kept in the quarantine; warned rows are among `records` as well.
    """

    layer: str
    file_name: str
    sha256: str
    recipe: str
    crs: str | None
    started_at: datetime
    records: Iterable[Record]
    rows_read: int
    headings: int = 0
    blank: int = 0
    totals: int = 0
    rejected: Sequence[NotedRow] = ()
    warned: Sequence[NotedRow] = ()
    district: str = ""
    data_date: date | None = None
    source: str | None = None
    located: Mapping[str, object] | None = None
    said_columns: Mapping[str, str] | None = None
    noted: int | None = None
    complete: bool = False
    may_end: int | None = None


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """What became of the rows: all but the last three add up to `rows_read`.

    `misplaced` counts the records whose written community or group is not where they stand;
    such rows are records all the same. `ended` counts the records a complete ledger no longer
    names.
    """

    rows_read: int
    headings: int
    blank: int
    totals: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    warned: int
    misplaced: int
    ended: int = 0

    @property
    def data_rows(self) -> int:
        """Rows that should have been records: the new, changed, unchanged and rejected."""
        return self.rows_read - self.headings - self.blank - self.totals


@dataclass(frozen=True, slots=True)
class Published:
    """A finished batch: its number, the data version after it, and what became of the rows.

    `repeated` says that the same file had been published before and nothing was written; `batch`
    is then the earlier one.
    """

    batch: int
    version: int
    counts: BatchCounts
    repeated: bool = False
