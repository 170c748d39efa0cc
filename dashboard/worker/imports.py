"""The import of a ledger that was handed in on the page."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from etl.imports import Order, import_ledger
from etl.kept import noted, opened
from etl.limits import UPLOAD
from etl.reading import Manner
from geodata.accounts import parse_actor

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dashboard.worker.work import Work
    from etl.report import BatchReport


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
        order = Order(
            ledger,
            told["layer"],
            Manner(crs=told["crs"]),
            told["source"],
            limits=UPLOAD,
            complete=told.get("complete", False),
            yes_end=told.get("yes_end"),
        )
        return import_ledger(
            work.storage,
            work.catalogue,
            order,
            now=now,
            dry_run=told.get("trial", False),
            progress=work.progress,
        )

    with opened(work.storage, kept, sealed=True) as ledger:
        if told.get("trial"):
            return _trial(bring_in())
        report = noted(work.storage, kept.name, told["layer"], actor, bring_in, now=now)
    return {
        "batch": report.batch,
        "version": report.version,
        "repeated": report.repeated,
        "counts": asdict(report.counts),
    }


def _trial(report: BatchReport) -> Mapping[str, Any]:
    """Return what an import would do: its counts, and the changes as the report masks them."""
    return {
        "trial": True,
        "batch": report.batch,
        "repeated": report.repeated,
        "counts": asdict(report.counts),
        "changes": [asdict(change) for change in report.changes],
    }
