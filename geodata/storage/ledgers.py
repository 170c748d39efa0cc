"""Reading what became of the files: batches and the rows noted in them."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from geodata.records import BatchCounts, NotedRow, Problem
from geodata.storage.tables import batch_rows, batches
from geodata.storage.versions import read_layer_versions

SAID = "said"
"""The basis of a CRS that whoever imported the ledger named."""

OF_THE_DAY = ("future", "future_left_out")
"""The rules whose verdict on a row another day may change."""

ON_ITS_WAY = ("started", "checking", "ready")
"""States of a batch that is yet to be published or refused, or was cut off."""

NOTES_AT_A_TIME = 1_000

COUNTS = tuple(BatchCounts.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Batch:
    """One import: the file, when, what became of its rows.

    `refused` says why where it failed, as `SafetyMapError.to_kept` gives it (`reason`, in words,
    where a version before did so), `undone_at` when it was undone, `purged_at` when what was noted
    of its rows went. `source` reported all of it; `located` and `said_columns` are as in
    `geodata.records.BatchPlan`, the former with the basis ``asked`` where it stopped with a
    question about its CRS.
    """

    number: int
    layer: str
    district: str
    file_name: str
    sha256: str
    crs: str | None
    started_at: datetime
    finished_at: datetime
    state: str
    reason: str | None
    refused: dict[str, Any] | None
    data_date: date | None
    undone_at: datetime | None
    purged_at: datetime | None
    source: str | None
    located: dict[str, Any] | None
    said_columns: dict[str, str] | None
    counts: BatchCounts

    @property
    def stands(self) -> bool:
        """Whether it was published and is not undone."""
        return self.state == "published" and self.undone_at is None


@dataclass(frozen=True, slots=True)
class BatchNote:
    """One thing noted about one row: `outcome` is rejected, warned or misplaced."""

    sheet: str
    row: int
    outcome: str
    problem: Problem
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A file that was refused as a whole, or is on its way; the fields are those of `Batch`.

    A file on its way is started, then checking, then ready; it is published with its rows.
    """

    layer: str
    district: str
    file_name: str
    sha256: str
    crs: str | None
    started_at: datetime
    finished_at: datetime
    refused: dict[str, Any]
    state: str = "failed"
    located: dict[str, Any] | None = None


def note_unpublished(
    connection: Connection, unpublished: Unpublished, noted: int | None = None
) -> int:
    """Keep a file that is not published among the batches, without rows, and return its number.

    Parameters
    ----------
    noted
        Number of what was noted of this import before; it is replaced. Where None, what was noted
        of an import of the same file that was cut off is.
    """
    nothing = dict.fromkeys(COUNTS, 0)
    values = asdict(unpublished) | nothing | {"recipe": ""}
    noted = noted or _find_cut_off(connection, unpublished)
    if noted is not None:
        mine = (batches.c.id == noted) & (batches.c.state != "published")
        connection.execute(update(batches).where(mine).values(values))
        return noted
    (number,) = connection.execute(insert(batches), values).inserted_primary_key or (0,)
    return int(number)


def _find_cut_off(connection: Connection, again: Unpublished) -> int | None:
    alike = (batches.c.layer == again.layer, batches.c.sha256 == again.sha256)
    query = select(func.max(batches.c.id)).where(*alike, batches.c.state.in_(ON_ITS_WAY))
    found: int | None = connection.scalar(query)
    return found


def withdraw_unpublished(connection: Connection, noted: int) -> int | None:
    """Remove what was noted of an import that is to be published after all.

    Returns
    -------
    int or None
        Its number, free again; None where others came after it: numbers follow the order in which
        batches were published.
    """
    mine = (batches.c.id == noted) & (batches.c.state != "published")
    connection.execute(delete(batches).where(mine))
    latest = connection.scalar(select(func.max(batches.c.id)))
    return noted if latest is None or latest < noted else None


def find_repeated(connection: Connection, layer: str, sha256: str, recipe: str) -> int | None:
    """Return the number of the batch that published these bytes, read this way; None for none.

    None also where the layer has changed since, by another file or by hand: then the file may say
    something else than the database; and where a row lay in the future then, or is not known to
    have lain there, since what was noted of the rows is purged.
    """
    alike = (batches.c.layer == layer, batches.c.sha256 == sha256, batches.c.recipe == recipe)
    standing = (batches.c.state == "published", batches.c.undone_at.is_(None))
    latest = select(batches.c.id, batches.c.version, batches.c.purged_at).where(*alike, *standing)
    found = connection.execute(latest.order_by(batches.c.id.desc()).limit(1)).one_or_none()
    if found is None or found.version is None or found.purged_at is not None:
        return None
    if read_layer_versions(connection).get(layer, 0) > found.version:
        return None
    of_the_day = select(batch_rows.c.id).where(
        batch_rows.c.batch == found.id, batch_rows.c.rule.in_(OF_THE_DAY)
    )
    return None if connection.scalar(of_the_day.limit(1)) else int(found.id)


def read_confirmed_crs(
    connection: Connection, layer: str, district: str, source: str
) -> str | None:
    """Return the CRS last confirmed for the ledgers of a layer from a source; None for none.

    Confirmed is what whoever imported it said, in an import that was published and not undone.
    """
    query = (
        select(batches.c.crs, batches.c.located)
        .where(
            batches.c.layer == layer,
            batches.c.district == district,
            batches.c.source == source,
            batches.c.state == "published",
            batches.c.undone_at.is_(None),
            batches.c.crs.is_not(None),
        )
        .order_by(batches.c.id.desc())
    )
    said = (
        row.crs for row in connection.execute(query) if (row.located or {}).get("basis") == SAID
    )
    return next(said, None)


def read_said_columns(
    connection: Connection, layer: str, district: str, source: str
) -> dict[str, str]:
    """Return what was last said of the headings of a layer's ledgers from a source.

    Of an import that was published and not undone: field id by heading, '' for a column that feeds
    nothing; empty where all were recognised, or none came yet.
    """
    query = (
        select(batches.c.said_columns)
        .where(
            batches.c.layer == layer,
            batches.c.district == district,
            batches.c.source == source,
            batches.c.state == "published",
            batches.c.undone_at.is_(None),
        )
        .order_by(batches.c.id.desc())
        .limit(1)
    )
    said: dict[str, str] = connection.scalar(query) or {}
    return said


def read_batch(connection: Connection, number: int) -> Batch | None:
    """Return one batch; None where there is none of that number."""
    return next(iter(_read(connection, number=number)), None)


def read_batches(
    connection: Connection, *, layer: str | None = None, first: int = 0, limit: int = 100
) -> list[Batch]:
    """Return batches, the newest first, `limit` of them from the one numbered `first` (from 0)."""
    return _read(connection, layer=layer, first=first, limit=limit)


def read_counts(connection: Connection, number: int) -> BatchCounts:
    """Return what became of the rows of a batch, which must exist."""
    row = connection.execute(select(batches).where(batches.c.id == number)).one()
    return BatchCounts(**{name: getattr(row, name) for name in COUNTS})


def read_notes(
    connection: Connection, number: int, outcome: str, *, first: int = 0, limit: int = 200
) -> list[BatchNote]:
    """Return what is noted about the rows of a batch, in the order of the file."""
    query = (
        select(batch_rows)
        .where(batch_rows.c.batch == number, batch_rows.c.outcome == outcome)
        .order_by(batch_rows.c.id)
    )
    return [
        BatchNote(row.sheet, row.row, row.outcome, _problem(row), row.cells or {})
        for row in connection.execute(query.offset(first).limit(limit))
    ]


def each_noted_row(connection: Connection, number: int, outcome: str) -> Iterator[NotedRow]:
    """Give the rows of a batch of which something is noted, all of it together, one at a time."""
    alike = (batch_rows.c.batch == number, batch_rows.c.outcome == outcome)
    query = select(batch_rows).where(*alike).order_by(batch_rows.c.id)
    notes = connection.execution_options(yield_per=NOTES_AT_A_TIME).execute(query)
    for (sheet, row), group in groupby(notes, key=lambda note: (note.sheet, note.row)):
        found = list(group)
        problems = tuple(map(_problem, found))
        cells: dict[str, str] = next((note.cells for note in found if note.cells), {})
        yield NotedRow(sheet, row, cells, problems)


def _problem(row: Row[Any]) -> Problem:
    return Problem(row.column, row.rule, row.named or {}, row.aside, row.reason)


def _read(
    connection: Connection,
    *,
    number: int | None = None,
    layer: str | None = None,
    first: int = 0,
    limit: int = 1,
) -> list[Batch]:
    query = select(batches).order_by(batches.c.id.desc()).offset(first).limit(limit)
    if number is not None:
        query = query.where(batches.c.id == number)
    if layer is not None:
        query = query.where(batches.c.layer == layer)
    return [
        Batch(
            number=row.id,
            counts=BatchCounts(**{name: getattr(row, name) for name in COUNTS}),
            **{name: getattr(row, name) for name in COPIED},
        )
        for row in connection.execute(query)
    ]


COPIED = tuple(name for name in Batch.__dataclass_fields__ if name not in {"number", "counts"})
