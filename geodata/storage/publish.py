"""Writing a batch: all of it in one transaction, or nothing."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, insert, update
from sqlalchemy import Row as Found

from geodata.catalogue.model import Layer
from geodata.errors import StorageError
from geodata.localtime import local_date
from geodata.records import BatchCounts, BatchPlan, NotedRow, Problem, Published, Record
from geodata.storage.assign import AreaFinder, reassign_all
from geodata.storage.corrections import keep_corrections
from geodata.storage.coverage import Covering
from geodata.storage.dialect import insert_many
from geodata.storage.districts import claim_strays
from geodata.storage.fingerprints import fingerprints
from geodata.storage.ledgers import find_repeated, read_counts, withdraw_unpublished
from geodata.storage.merge import keep_untold
from geodata.storage.missing import Spoken, end_missing
from geodata.storage.purged import keep_purged
from geodata.storage.rows import (
    WITH_GEOMETRY,
    Columns,
    bounds_of,
    columns_of_rows,
    contents_of,
    rows_of_columns,
)
from geodata.storage.tables import ASSIGNED, BY_KIND, batch_rows, batches
from geodata.storage.upsert import (
    comes_back,
    find_known,
    is_empty,
    link_projects,
    require_once,
    upsert,
)
from geodata.storage.versions import raise_version, read_version

CHUNK = 5_000
COPIED = (
    *("layer", "file_name", "sha256", "recipe", "crs", "started_at", "data_date"),
    *("source", "located", "said_columns"),
)
"""What a batch says as its plan does."""


def publish(connection: Connection, plan: BatchPlan, layer: Layer, *, now: datetime) -> Published:
    """Write a batch into an open writing transaction.

    Rows are found by (layer, district, key): new ones are added, those whose content differs are
    kept in the history and replaced (`version` + 1), the others left alone. A record missing from
    the plan stays as it is, unless the plan is complete: then it ends. The data version grows by
    one where anything changed, be it only the day up to which the layer is true. A misplaced row is
    counted each time, and noted when it is new or changes. A file that was published before, read
    the same way, is not written again, unless the layer has changed since.

    Parameters
    ----------
    connection
        Of `Storage.writing`; an error must leave its block, so that nothing is kept.
    layer
        The declaration of `plan.layer`.
    now
        Aware instant noted as the end of the batch and the time of its changes.

    Raises
    ------
    StorageError
        Where a key comes twice, or rows of the file are unaccounted for.
    EndsManyError
        Where a complete plan would end more than it may.
    """
    number = None if plan.noted is None else withdraw_unpublished(connection, plan.noted)
    earlier = find_repeated(connection, plan.layer, plan.sha256, plan.recipe)
    if earlier is not None:
        counts = read_counts(connection, earlier)
        return Published(earlier, read_version(connection), counts, repeated=True)
    writing = _Writing(connection, plan, layer, now, number)
    for records in _chunks(plan.records):
        writing.add(records)
    return writing.finish()


class _Writing:
    """A batch on its way into the tables."""

    def __init__(
        self,
        connection: Connection,
        plan: BatchPlan,
        layer: Layer,
        now: datetime,
        number: int | None,
    ) -> None:
        self.connection, self.plan, self.layer, self.now = connection, plan, layer, now
        self.table = BY_KIND[layer.record]
        self.finder = AreaFinder(connection)
        self.district = plan.district or _only(self.finder.districts)
        self.is_first = is_empty(connection, self.table, layer.id)
        self.tally: Counter[str] = Counter()
        self.named: set[int] = set()  # numbers of the records that were there before
        self.districts: set[str] = set()
        self.covering = Covering(plan, events=layer.record == "incident")
        self.number = self._insert_batch(number)
        self._note("rejected", plan.rejected)
        self._note("warned", plan.warned)

    def add(self, records: Sequence[Record]) -> None:
        """Write some of the records."""
        self.covering.add(records)
        columns = self._columns_of(records)
        self.districts.update(columns["district"])
        known = {} if self.is_first else find_known(self.connection, self.table, columns)
        require_once(columns, known, self.named, batch=self.number)
        self.named.update(found.id for found in known.values())
        projects = [record.projects for record in records]
        if known:
            columns, projects = self._with_kept(columns, records, known)
        if self.layer.record in WITH_GEOMETRY:
            columns |= bounds_of(columns)
        misplaced = self._add_areas(columns) if self.table in ASSIGNED else {}
        new, changed = upsert(self.connection, self.table, columns, known=known, now=self.now)
        touched = {place: projects[place] for place in changed}
        touched |= {place: projects[place] for place in new if projects[place]}
        link_projects(self.connection, self.table, columns, touched)
        self._note("misplaced", [misplaced[n] for n in (*new, *changed) if n in misplaced])
        back = sum(comes_back(known[columns["key"][place]]) for place in changed)
        self.tally.update(
            new=len(new) + back,
            changed=len(changed) - back,
            unchanged=len(records) - len(new) - len(changed),
        )

    def finish(self) -> Published:
        """Count what was written, find areas anew where they changed, and raise the version."""
        if self.plan.complete:
            self.tally["ended"] = self._end_missing()
        counts = self._counts()
        self._require_sum(counts)
        is_written = bool(counts.new or counts.changed or counts.ended)
        is_dated = self.covering.write(self.connection, self.number, self.district)
        layers = {self.layer.id} if is_written or is_dated else set()
        if is_written and self.layer.record == "area":
            layers |= {*reassign_all(self.connection), *claim_strays(self.connection)}
        connection = self.connection
        version = raise_version(connection, layers) if layers else read_version(connection)
        change = update(batches).where(batches.c.id == self.number)
        connection.execute(change.values(**asdict(counts), version=version))
        return Published(self.number, version, counts)

    def _insert_batch(self, number: int | None) -> int:
        # Until they are counted all records count as unchanged: the sum must hold at any time.
        counts = self._counts()
        missing = counts.rows_read - _sum(counts)
        values = {name: getattr(self.plan, name) for name in COPIED}
        values |= asdict(counts) | {"unchanged": missing}
        values |= {"district": self.district, "finished_at": self.now, "state": "published"}
        values |= {} if number is None else {"id": number}
        (number,) = self.connection.execute(insert(batches), values).inserted_primary_key or (0,)
        return int(number or 0)

    def _counts(self) -> BatchCounts:
        plan, tally = self.plan, self.tally
        return BatchCounts(
            rows_read=plan.rows_read,
            headings=plan.headings,
            blank=plan.blank,
            totals=plan.totals,
            new=tally["new"],
            changed=tally["changed"],
            unchanged=tally["unchanged"],
            rejected=len(plan.rejected),
            warned=len(plan.warned),
            misplaced=tally["misplaced"],
            ended=tally["ended"],
        )

    def _end_missing(self) -> int:
        plan = self.plan
        return end_missing(
            self.connection,
            self.table,
            Spoken(self.layer.id, frozenset(self.districts), **self.covering.spoken()),
            self.named,
            batch=self.number,
            day=plan.data_date or local_date(plan.started_at),
            now=self.now,
            may_end=plan.may_end,
        )

    def _columns_of(self, records: Sequence[Record]) -> Columns:
        """Make the columns of records: of a million, work row by row takes twice as long."""
        count, is_area = len(records), self.layer.record == "area"
        columns = contents_of(records, self.layer)
        prints = fingerprints(columns, [record.projects for record in records])
        return columns | {
            "layer": [self.layer.id] * count,
            "district": [*map(self._district_above, records)]
            if is_area
            else [self.district] * count,
            "key": [record.key for record in records],
            "row_hash": prints,
            "batch": [self.number] * count,
            "sheet": [record.sheet for record in records],
            "row": [record.row for record in records],
            "ended_by": [None] * count,
        }

    def _with_kept(
        self, columns: Columns, records: Sequence[Record], known: Mapping[str, Found[Any]]
    ) -> tuple[Columns, list[tuple[str, ...]]]:
        """Let records keep what they do not tell, and corrections; give their projects."""
        pairs = list(zip(rows_of_columns(columns), records, strict=True))
        projects = keep_untold(self.connection, self.table, pairs, known)
        keep_corrections(self.connection, self.table, pairs, known, projects)
        keep_purged(self.connection, self.table, pairs, known, projects)
        return columns_of_rows([row for row, _ in pairs]), [projects[key] for key in columns["key"]]

    def _district_above(self, record: Record) -> str:
        return self.finder.district_of(record.parent or record.code)

    def _add_areas(self, columns: Columns) -> dict[int, NotedRow]:
        """Give each row its area; return what is to be noted of it, by place."""
        assigned = self.finder.assign(columns)
        columns["area"] = [found.area for found in assigned]
        misplaced = {}
        for place, found in enumerate(assigned):
            if found.broken_rule:
                problem = Problem(COMMUNITY, found.broken_rule, reason=found.area or "")
                said = (columns[name][place] for name in (COMMUNITY, "resident_group"))
                cells = {COMMUNITY: " ".join(filter(None, said))}
                at = columns["sheet"][place], columns["row"][place]
                misplaced[place] = NotedRow(*at, cells, (problem,))
        self.tally["misplaced"] += len(misplaced)
        return misplaced

    def _note(self, outcome: str, rows: Iterable[NotedRow]) -> None:
        noted = [
            {
                "batch": self.number,
                "outcome": outcome,
                "sheet": row.sheet,
                "row": row.row,
                "cells": dict(row.cells),
                "column": problem.column,
                "rule": problem.rule,
                "named": dict(problem.named),
                "aside": problem.aside,
                "reason": problem.reason,
            }
            for row in rows
            for problem in row.problems
        ]
        if noted:
            insert_many(self.connection, batch_rows, columns_of_rows(noted))

    def _require_sum(self, counts: BatchCounts) -> None:
        if counts.rows_read != _sum(counts):
            raise StorageError(
                f"{_sum(counts)} rows accounted for",
                f"{counts.rows_read}, the rows of the file",
                "Count every row as heading, blank, total, record or rejected row.",
            )


COMMUNITY = "community"
BESIDE = frozenset({"rows_read", "warned", "misplaced", "ended"})
"""Counts that are no part of the sum of a file's rows."""


def _sum(counts: BatchCounts) -> int:
    parts = asdict(counts)
    return sum(parts[name] for name in parts if name not in BESIDE)


def _only(districts: Collection[str]) -> str:
    """Return the one district there is; '' where there are none or several to choose from."""
    return next(iter(districts)) if len(districts) == 1 else ""


def _chunks(records: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(records)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
