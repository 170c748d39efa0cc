"""Undoing a batch: every record as it was before, unless somebody has built on it since."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Table, or_, select, update
from sqlalchemy import Row as Found

from geodata.catalogue.model import Layer
from geodata.errors import StorageError
from geodata.storage.assign import AreaFinder, reassign_all
from geodata.storage.dialect import update_many
from geodata.storage.districts import release
from geodata.storage.duplicates import merged_numbers, standing_alone
from geodata.storage.fingerprints import fingerprint
from geodata.storage.ledgers import Batch, read_batch
from geodata.storage.past import keep_before_images, row_of_image
from geodata.storage.project_rows import write_projects
from geodata.storage.rows import PROJECTS, ROW_HASH, Row, columns_of_rows, content_of_row
from geodata.storage.tables import ASSIGNED, BY_KIND, areas, batches, history
from geodata.storage.versions import raise_version

CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Later:
    """What stands in the way of an undo: a record changed since, or a batch that leans on it.

    Parameters
    ----------
    number, key
        Of the record; None and '' where a later batch belongs to a sub-district this one brought.
    batch
        The import that changed it; None for a correction by hand.
    """

    number: int | None
    key: str
    batch: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: records restored, records that are there no longer, the data version.

    Parameters
    ----------
    later
        With any of these it did nothing.
    purged
        Likewise: records that still have personal fields, while those they had before are gone.
    without_personal
        Of those restored, the records whose personal fields were purged: these stay gone.
    """

    restored: int = 0
    removed: int = 0
    version: int | None = None
    later: tuple[Later, ...] = ()
    purged: int = 0
    without_personal: int = 0


def undo(
    connection: Connection, number: int, layers: Mapping[str, Layer], *, now: datetime
) -> Undone:
    """Put every record that a batch added, changed or ended back as it was before.

    Nothing is deleted: what it added is retired, what it changed goes into the history like any
    other change, and the batch stays in the list. The same file may be imported again.

    Parameters
    ----------
    connection
        Of `Storage.writing`.
    layers
        Declarations by id.

    Raises
    ------
    StorageError
        Where there is no such batch, or it holds nothing to undo.
    """
    batch = _require_standing(read_batch(connection, number), number)
    undoing = _Undoing(connection, batch, layers[batch.layer], now)
    if later := undoing.later():
        return Undone(later=later)
    if undoing.purged:
        return Undone(purged=undoing.purged)
    return undoing.carry_out()


@dataclass
class _Undoing:
    """A batch about to be undone."""

    connection: Connection
    batch: Batch
    layer: Layer
    now: datetime
    table: Table = field(init=False)
    changed: dict[int, int] = field(init=False)
    purged: int = field(init=False)
    without_personal: int = field(init=False)

    def __post_init__(self) -> None:
        self.table = BY_KIND[self.layer.record]
        query = select(history.c.number, history.c.version, history.c.purged_at).where(
            history.c.layer == self.layer.id, history.c.batch == self.batch.number
        )
        images = self.connection.execute(query).all()
        self.changed = {image.number: image.version for image in images}
        columns = ("id", "key", "code", "district", "batch", "ended_by", "retired_at", "purged_at")
        mine = or_(
            self.table.c.batch == self.batch.number, self.table.c.ended_by == self.batch.number
        )
        found = select(*(self.table.c[name] for name in columns)).where(
            self.table.c.layer == self.layer.id, mine
        )
        self.rows = {row.id: row for row in self.connection.execute(found)}
        blanked = {image.number for image in images if image.purged_at is not None}
        bare = {number for number, row in self.rows.items() if row.purged_at is not None}
        self.purged, self.without_personal = len(blanked - bare), len(blanked & bare)
        self.added = [
            number
            for number, row in self.rows.items()
            if row.retired_at is None and number not in self.changed
        ]

    def later(self) -> tuple[Later, ...]:
        """Name what was done to these records since, each once, in the order of their numbers."""
        found = {**self._later_batches(), **self._corrected(), **self._merged()}
        return (*(found[number] for number in sorted(found)), *self._dependent())

    def carry_out(self) -> Undone:
        """Restore and retire, and raise the version of every layer touched."""
        connection = self.connection
        ended_districts = self._districts_added()
        for part in _parts(self.added):
            change = update(self.table).where(self.table.c.id.in_(part))
            connection.execute(change.values(retired_at=self.now))
        numbers = sorted(self.changed)
        for part in _parts(numbers):
            self._restore(part)
        touched = {self.layer.id}
        if self.table is areas:
            touched.update(reassign_all(connection))
            touched.update(*(release(connection, code) for code in ended_districts))
        mark = update(batches).where(batches.c.id == self.batch.number)
        connection.execute(mark.values(undone_at=self.now))
        version = raise_version(connection, touched)
        return Undone(
            len(numbers), len(self.added), version, without_personal=self.without_personal
        )

    def _later_batches(self) -> dict[int, Later]:
        """Return the records of this batch whose present state another one made."""
        number, table = self.batch.number, self.table
        before = history.c.before["batch"].as_integer()
        images = select(history.c.number).where(history.c.layer == self.layer.id, before == number)
        known = {*self.changed, *self.connection.scalars(images)}
        columns = (table.c.id, table.c.key, table.c.batch, table.c.ended_by)
        found: dict[int, Later] = {}
        for part in _parts(sorted(known)):
            for row in self.connection.execute(select(*columns).where(table.c.id.in_(part))):
                by = row.ended_by or row.batch
                if by != number:
                    found[row.id] = Later(row.id, row.key, by)
        return found

    def _corrected(self) -> dict[int, Later]:
        """Return the records of this batch that were corrected by hand since."""
        query = select(history.c.number, history.c.version).where(
            history.c.layer == self.layer.id, history.c.actor.is_not(None)
        )
        return {
            number: Later(number, self.rows[number].key, None)
            for number, version in self.connection.execute(query)
            if number in self.rows and version > self.changed.get(number, 0)
        }

    def _merged(self) -> dict[int, Later]:
        """Return the records of this batch that stand for another one, or another for them."""
        held = merged_numbers(self.connection, self.layer) & self.rows.keys()
        return {number: Later(number, self.rows[number].key, None) for number in held}

    def _dependent(self) -> list[Later]:
        """Return the later batches of sub-districts that this one brought."""
        query = select(batches.c.id).where(
            batches.c.id > self.batch.number,
            batches.c.district.in_(self._districts_added()),
            batches.c.layer != self.layer.id,
            batches.c.state == "published",
            batches.c.undone_at.is_(None),
        )
        return [Later(None, "", number) for number in self.connection.scalars(query)]

    @cached_property
    def _finder(self) -> AreaFinder:
        return AreaFinder(self.connection)

    def _districts_added(self) -> list[str]:
        if self.layer.level != "district":
            return []
        return [str(self.rows[number].code) for number in self.added]

    def _restore(self, numbers: Sequence[int]) -> None:
        """Put rows back as they were before this batch; the area they lie in is found anew."""
        connection, table = self.connection, self.table
        keep_before_images(connection, table, numbers, batch=None, changed_at=self.now)
        images = select(history).where(
            history.c.layer == self.layer.id,
            history.c.batch == self.batch.number,
            history.c.number.in_(numbers),
        )
        now = select(table.c.id, table.c.version, table.c.district).where(table.c.id.in_(numbers))
        present = {row.id: row for row in connection.execute(now)}
        rows, projects = [], {}
        for image in connection.execute(images):
            row = row_of_image(table, image.before, image.personal)
            row |= {"number": image.number, "version": present[image.number].version + 1}
            if image.purged_at is not None:
                row |= self._bare(row, image)
            if row["merged_into"] is not None:  # undone since
                row |= standing_alone(table, row)
            if table is not areas:
                row["district"] = present[image.number].district
            rows.append(row)
            if PROJECTS in image.before:
                projects[image.number] = image.before[PROJECTS]
        if table in ASSIGNED:
            for row, found in zip(rows, self._finder.assign_rows(rows), strict=True):
                row["area"] = found.area
        update_many(connection, table, columns_of_rows(rows))
        write_projects(connection, self.layer.id, projects)

    def _bare(self, row: Row, image: Found[Any]) -> Row:
        """Say when a row's personal fields went, and fingerprint what is left of it.

        That of all it said would let the ledger that says it again change nothing, though the place
        may be there again now, and its personal fields with it.
        """
        content = content_of_row(row, self.layer)
        print_left = fingerprint(content, tuple(image.before.get(PROJECTS, ())))
        return {"purged_at": image.purged_at, ROW_HASH: print_left}


def _require_standing(batch: Batch | None, number: int) -> Batch:
    if batch is not None and batch.stands:
        return batch
    what = "no such batch" if batch is None else "nothing of it is there"
    raise StorageError(
        f"batch {number}: {what}", "a batch that was published and not undone", "Choose another."
    )


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(numbers), CHUNK):
        yield numbers[start : start + CHUNK]
