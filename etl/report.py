"""What an import says when it is done, for people and for programs."""

from dataclasses import asdict, dataclass, field
from typing import Any

from etl.differences import Change
from etl.reasons import LANGUAGES, Said, column_told, line, told
from geodata.catalogue import Layer
from geodata.records import BatchCounts, NotedRow

ROWS_SAID = 20
"""So many rows of a kind are said on the command line; all are in the database."""

MISPLACED_HELD = 200
"""So many misplaced rows are in a report; the others of the batch are in the database."""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a file.

    Parameters
    ----------
    batch, version
        Number of the batch and the data version after it; None for a dry run.
    repeated
        True where the same file had been imported before: `batch` is then the earlier one.
    counts
        What became of the rows; in a dry run what would.
    recognised
        Heading → field id.
    unknown
        Headings of the columns that were not stored.
    notes
        Lines of what was assumed, swapped or left out.
    misplaced
        The first `MISPLACED_HELD` records whose written community is not where they stand; `counts`
        has their number.
    changes
        What differs from the records before, field by field, masked, and which records end; of a
        dry run what would.
    crs
        Code of the CRS the coordinates were read in; None where there are none.
    located
        How it was settled, as in `etl.reading.Reading`.
    """

    file_name: str
    layer: str
    counts: BatchCounts
    batch: int | None = None
    version: int | None = None
    repeated: bool = False
    crs: str | None = None
    located: dict[str, Any] | None = None
    seconds: float = 0.0
    recognised: dict[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    notes: tuple[Said, ...] = ()
    rejected: tuple[NotedRow, ...] = ()
    warned: tuple[NotedRow, ...] = ()
    misplaced: tuple[NotedRow, ...] = ()
    changes: tuple[Change, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the report as plain values, with the number of data rows; rows without their cells.

        Cells may hold personal data and stay in the database.
        """
        plain = asdict(self) | {"data_rows": self.counts.data_rows}
        plain["notes"] = [{"rule": one.rule, **one.texts()} for one in self.notes]
        for kind in ("rejected", "warned", "misplaced"):
            for row, noted in zip(plain[kind], getattr(self, kind), strict=True):
                del row["cells"]
                for problem, one in zip(row["problems"], noted.problems, strict=True):
                    problem["reason"] = {language: told(one, language) for language in LANGUAGES}
        return plain

    def to_lines(self, layer: Layer) -> list[str]:
        """Say the report of a layer's ledger in lines, Chinese and English."""
        return [
            self._first_line(),
            *self._of_rows(),
            *(one.in_both() for one in self.notes),
            *([line("not_stored", columns="、".join(self.unknown))] if self.unknown else []),
            *_rows("rejected_row", self.rejected, len(self.rejected)),
            *_rows("warned_row", self.warned, len(self.warned)),
            *_rows("warned_row", self.misplaced, self.counts.misplaced),
            *_changes(self.changes, layer),
        ]

    def _of_rows(self) -> list[str]:
        """Say which rows of the file were no data, and which records stand elsewhere."""
        counts = asdict(self.counts)
        if self.repeated:
            return []
        return [
            line("no_records", **counts),
            *([line("ended", **counts)] if self.counts.ended else []),
            *([line("misplaced", **counts)] if self.counts.misplaced else []),
        ]

    def _first_line(self) -> str:
        counts = asdict(self.counts) | {"data_rows": self.counts.data_rows}
        if self.batch is None:
            return line("dry_run", **counts)
        if self.repeated:
            return line("repeated", batch=self.batch)
        return line("done", batch=self.batch, seconds=self.seconds, **counts)


def _changes(changes: tuple[Change, ...], layer: Layer) -> list[str]:
    said = [one.to_line(layer) for one in changes[:ROWS_SAID]]
    beyond = len(changes) - len(said)
    return [*said, line("more_rows", count=beyond)] if beyond else said


def _rows(name: str, rows: tuple[NotedRow, ...], total: int) -> list[str]:
    """Say all that is wrong with the first rows, a line each."""
    said = [
        line(
            name,
            sheet=f"{row.sheet} " if row.sheet else "",
            row=row.row,
            column=column_told(problem.column),
            reason=told(problem),
        )
        for row in rows[:ROWS_SAID]
        for problem in row.problems
    ]
    beyond = total - len(rows[:ROWS_SAID])
    return [*said, line("more_rows", count=beyond)] if beyond else said
