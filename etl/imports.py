"""A ledger file into the database: read, check, publish as one batch."""

import hashlib
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import shapely

from etl.area_codes import AreaCodes, makes_codes
from etl.child import read_extract, read_sheets
from etl.collecting import uncollected
from etl.datum.background import read_background
from etl.differences import told_changes
from etl.ledger import read_ledger
from etl.misplaced import read_misplaced
from etl.order import Order
from etl.parents import Parents
from etl.reading import Reading
from etl.reasons import Said, note, refusal
from etl.recipe import choose_district, choose_ground, require_layer, require_past, write_recipe
from etl.remembered import remembered, with_source
from etl.report import MISPLACED_HELD, BatchReport
from etl.sheets import Block, Sheet
from etl.standing import Standing
from etl.territory import cut_to, digest_of, territory
from geodata.catalogue import Catalogue
from geodata.coordinates.bounds import Bounds
from geodata.localtime import local_date
from geodata.records import BatchCounts, BatchPlan
from geodata.storage.bulk import read_area_rows
from geodata.storage.districts import read_districts, read_outlines
from geodata.storage.ledgers import find_repeated, read_counts
from geodata.storage.missing import EndsManyError
from geodata.storage.publish import publish
from geodata.storage.store import Storage, Transaction
from geodata.storage.troubles import require_room
from geodata.storage.versions import read_version

Progress = Callable[[str, int, int | None], object]
"""Told the stage (``reading``, ``publishing``), the rows done, and of how many if it is known."""


@uncollected()
def import_ledger(
    storage: Storage,
    catalogue: Catalogue,
    order: Order,
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Progress = lambda *_: None,
) -> BatchReport:
    """Import one file in one transaction.

    The same bytes read the same way are not imported again while the layer is as they left it:
    the report names the earlier batch.

    Parameters
    ----------
    now
        Aware instant of the import; its local day is the last on which anything may have happened.
    dry_run
        Do all of it, tell what would change, and keep nothing.
    progress
        Told at each step; never inside a transaction. An exception of it ends the import.

    Raises
    ------
    LedgerError, CrsError
        Where the file is refused as a whole; `etl.datum.settle.AskedError` where its CRS is a
        question.
    StorageError
        Where the database refuses, or the disk has no room.

    Of a file that fails only the reason is kept, among the batches.
    """
    began = time.monotonic()
    work = _Work(storage, catalogue, order, now)
    earlier = None if dry_run else work.find_repeated()
    if earlier is not None:
        return earlier
    require_room(storage.folder)  # nothing is begun that would fill the disk
    with nullcontext() if dry_run else work.standing.followed():
        reading = work.read(progress)
        if dry_run:
            report = work.tried(reading)
        else:
            work.standing.note("ready")
            progress("publishing", 0, len(reading.records))
            report = work.published(reading)
    return replace(report, seconds=time.monotonic() - began)


class _Work:
    """One order with what the database and the file add to it."""

    def __init__(self, storage: Storage, catalogue: Catalogue, order: Order, now: datetime) -> None:
        self.storage, self.catalogue, self.now = storage, catalogue, now
        self.layer = require_layer(catalogue, order.layer)
        if not order.path.is_file():
            raise refusal("no_file", name=order.path)
        # a name in another encoding comes as lone surrogates, which no database takes
        self.name = order.path.name.encode("utf-8", "replace").decode()
        self.sha256 = _digest(order.path)
        with storage.reading() as connection:
            districts, outlines = read_districts(connection), read_outlines(connection)
            areas = read_area_rows(connection) if makes_codes(self.layer) else []
        own = choose_district(self.layer, order.district, districts)
        self.district, self.bounds = own
        self.ground = choose_ground(self.layer, own, districts)
        self.area = None
        if order.margin_m is not None:
            self.area = territory(outlines, self.district, order.margin_m)
            if self.area is None:
                raise refusal("no_outline", name=order.path.name, district=self.district or "—")
        self.codes = AreaCodes(self.layer, areas)
        self.parents = Parents(self.layer, order.manner.only, districts, self.ground[1])
        require_past(order.data_date, local_date(now))
        self.order = with_source(remembered(storage, order, self.district), self.layer)
        self.manner = self.order.manner
        self.recipe = write_recipe(
            self.layer,
            catalogue,
            self.manner,
            district=self.district,
            bounds=self.bounds,
            data_date=order.data_date,
            complete=order.complete,
            cut=None if self.area is None else digest_of(self.area),
        )
        self.standing = Standing(storage, self.layer.id, self.district, self.name, self.sha256, now)

    def find_repeated(self) -> BatchReport | None:
        """Report the batch that published these bytes before, read the same way."""
        with self.storage.reading() as connection:
            batch = find_repeated(connection, self.layer.id, self.sha256, self.recipe)
            if batch is None:
                return None
            counts, version = read_counts(connection, batch), read_version(connection)
        return BatchReport(self.name, self.layer.id, counts, batch, version, repeated=True)

    def read(self, progress: Progress) -> Reading:
        with closing(self._parts()) as parts:
            reading = read_ledger(
                self._counted(parts if self.area is None else cut_to(parts, self.area), progress),
                self.name,
                self.layer,
                self.catalogue,
                self.manner,
                today=local_date(self.now),
                bounds=self.bounds,
                background=read_background(
                    self.storage,
                    self.layer.id,
                    self.district,
                    self.order.source,
                    ground=self.ground,
                )._replace(parents=self.parents, codes=self.codes),
            )
        if not reading.records and not reading.rejected:
            raise refusal("no_data", name=self.name)
        return reading

    def _parts(self) -> Generator[Sheet | Block, None, None]:
        path, limits = self.order.path, self.order.limits
        if self.area is None:
            return read_sheets(path, limits, self.manner.sheet)
        within = Bounds(*shapely.bounds(self.area).tolist())
        return read_extract(path, limits, self.layer.id, within)

    def _counted(
        self, parts: Iterable[Sheet | Block], progress: Progress
    ) -> Iterator[Sheet | Block]:
        """Pass on what is read, and say how many rows it is."""
        rows = 0
        progress("reading", rows, None)
        for part in parts:
            if self.standing.state == "started":
                self.standing.note("checking")
            yield part
            rows += len(part.rows) if isinstance(part, Block) else 0
            progress("reading", rows, None)

    def tried(self, reading: Reading, may_end: int | None = None) -> BatchReport:
        """Report what a publish does, from a transaction that is then undone.

        What it would ask a second time is told among the notes.
        """
        asked = may_end if may_end is not None else self.order.yes_end
        try:
            with self.storage.writing() as connection:
                report = self._publish(connection, reading, asked)
                connection.rollback()
        except EndsManyError as error:
            report = self.tried(reading, error.ending)
            many = note("ends_many", ending=error.ending, held=error.held)
            return replace(report, notes=(*report.notes, many))
        return report if report.repeated else replace(report, batch=None, version=None)

    def published(self, reading: Reading) -> BatchReport:
        """Write the batch and report it."""
        try:
            with self.storage.writing() as connection:
                return self._publish(connection, reading, self.order.yes_end)
        except EndsManyError as error:
            raise refusal("ends_many", ending=error.ending, held=error.held) from error

    def _publish(
        self, connection: Transaction, reading: Reading, may_end: int | None
    ) -> BatchReport:
        plan = self._plan(reading, may_end)
        done = publish(connection, plan, self.layer, now=self.now)
        report = self._report(reading, done.counts)
        misplaced = done.counts.misplaced and not done.repeated
        return replace(
            report,
            batch=done.batch,
            version=done.version,
            repeated=done.repeated,
            misplaced=read_misplaced(connection, done.batch, self.layer, limit=MISPLACED_HELD)
            if misplaced
            else (),
            changes=() if done.repeated else told_changes(connection, self.layer, done.batch),
            notes=(*report.notes, *self._not_ended(reading)),
        )

    def _plan(self, reading: Reading, may_end: int | None) -> BatchPlan:
        order = self.order
        return BatchPlan(
            layer=self.layer.id,
            district=self.district,
            file_name=self.name,
            sha256=self.sha256,
            recipe=self.recipe,
            crs=reading.crs,
            started_at=self.now,
            data_date=order.data_date,
            source=order.source,
            located=self._located(reading),
            said_columns=self.manner.columns or None,
            records=reading.records,
            rejected=reading.rejected,
            warned=reading.warned,
            rows_read=reading.rows_read,
            headings=reading.headings,
            blank=reading.blank,
            totals=reading.totals,
            noted=self.standing.number,
            complete=order.complete and not reading.unnamed,
            may_end=may_end,
        )

    def _located(self, reading: Reading) -> dict[str, Any] | None:
        """Say how the CRS was settled, with the places it was checked by."""
        anchors = [dict(one) for one in self.order.anchors]
        held = {"anchors": anchors} if anchors else {}
        return None if reading.located is None else {**reading.located, **held}

    def _not_ended(self, reading: Reading) -> list[Said]:
        """Say that nothing ends, where rows without a record may stand for some that are there."""
        unnamed = reading.unnamed if self.order.complete else 0
        return [note("not_ended", count=unnamed)] if unnamed else []

    def _report(self, reading: Reading, counts: BatchCounts) -> BatchReport:
        return BatchReport(
            self.name,
            self.layer.id,
            counts,
            crs=reading.crs,
            located=self._located(reading),
            recognised=reading.recognised,
            unknown=tuple(reading.unknown),
            notes=tuple(reading.notes),
            rejected=tuple(reading.rejected),
            warned=tuple(reading.warned),
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
