"""A ledger that was handed in on the page: recognised, tried, imported, undone."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from etl.imports import import_ledger
from etl.kept import keep_findings, noted, opened
from etl.limits import UPLOAD
from etl.order import Order
from etl.preview import preview_ledger
from etl.reading import Manner
from etl.undoing import undo_batch
from geodata.accounts import parse_actor
from geodata.localtime import local_date
from geodata.storage.audit import entry_by
from geodata.storage.ledgers import read_batch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from dashboard.worker.work import Work
    from etl.report import BatchReport
    from geodata.records import NotedRow

ROWS_TOLD: Final = 200


def run_preview(work: Work) -> Mapping[str, Any]:
    """Recognise the kept file; what was found is kept sealed beside it, for the account."""
    kept = work.storage.folder / work.params["file"]
    with opened(work.storage, kept, sealed=True) as ledger:
        found = preview_ledger(
            work.storage,
            work.catalogue,
            _order(work, ledger),
            today=local_date(work.clock()),
            progress=work.progress,
        )
    told = {"job": work.job.number, **found.to_json()}
    keep_findings(work.storage, kept, f"preview-{work.job.asked_by}", told)
    return {"layer": found.layer, "rows": found.rows}


def run_import(work: Work) -> Mapping[str, Any]:
    """Import the kept file, and return what became of its rows.

    ``params`` are what `dashboard.server.imports.ask_import` writes. Begun again after a crash, it
    finds what it had published and says so.
    """
    told = work.params
    kept = work.storage.folder / told["file"]
    actor = parse_actor(told["by"])
    now = work.clock()

    def bring_in() -> BatchReport:
        return import_ledger(
            work.storage,
            work.catalogue,
            _order(work, ledger),
            now=now,
            dry_run=told.get("trial", False),
            progress=work.progress,
        )

    with opened(work.storage, kept, sealed=True) as ledger:
        if told.get("trial"):
            return _trial(work, kept, bring_in())
        report = noted(work.storage, kept.name, told["layer"], actor, bring_in, now=now)
    return {
        "batch": report.batch,
        "version": report.version,
        "repeated": report.repeated,
        "counts": asdict(report.counts),
    }


def run_undo(work: Work) -> Mapping[str, Any]:
    """Undo a batch, and return how many records were restored and removed.

    ``params`` are what `dashboard.server.imports.ask_undo` writes. Begun again after a crash, it
    finds what it had undone; how many records those were, the audit knows.
    """
    number = int(work.params["batch"])
    with work.storage.reading() as connection:
        batch = read_batch(connection, number)
    if work.job.attempt > 1 and batch is not None and batch.undone_at is not None:
        return {"batch": number}
    work.progress("undoing", 0, work.params["records"])
    actor = parse_actor(work.params["by"])
    entry = entry_by(actor, work.clock(), "undo", f"batch/{number}")
    done = undo_batch(work.storage, work.catalogue, number, entry)
    return {
        "batch": number,
        "restored": done.restored,
        "removed": done.removed,
        "without_personal": done.without_personal,
    }


def _order(work: Work, ledger: Path) -> Order:
    told = work.params
    return Order(
        ledger,
        told["layer"],
        Manner(
            crs=told["crs"],
            sheet=told.get("sheet"),
            columns=dict(told.get("columns") or {}),
            defaults=dict(told.get("defaults") or {}),
            only=told.get("only"),
        ),
        told["source"],
        limits=UPLOAD,
        complete=told.get("complete", False),
        yes_end=told.get("yes_end"),
        anchors=tuple(told.get("anchors") or ()),
    )


def _trial(work: Work, kept: Path, report: BatchReport) -> Mapping[str, Any]:
    """Return what an import would do: its counts, and the changes as the report masks them.

    Rows that would be refused repeat cells of the ledger: they are kept sealed beside it.
    """
    found = {
        "job": work.job.number,
        "rejected": _told_rows(report.rejected),
        "warned": _told_rows(report.warned),
        "misplaced": _told_rows(report.misplaced),
        "notes": [[one.rule, one.named] for one in report.notes],
    }
    keep_findings(work.storage, kept, f"trial-{work.job.asked_by}", found)
    return {
        "trial": True,
        "batch": report.batch,
        "repeated": report.repeated,
        "counts": asdict(report.counts),
        "crs": report.crs,
        "located": report.located,
        "changes": [asdict(change) for change in report.changes],
    }


def _told_rows(rows: tuple[NotedRow, ...]) -> list[dict[str, object]]:
    """Return sheet, row and problem of all that is wrong with the first rows."""
    return [
        {"sheet": row.sheet, "row": row.row, "problem": asdict(problem)}
        for row in rows[:ROWS_TOLD]
        for problem in row.problems
    ]
