"""A handed-in file opened for its import, and the import in the audit."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from etl.loose import pack, parts_beside
from geodata.errors import SafetyMapError
from geodata.storage.audit import entry_by, note

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from etl.report import BatchReport
    from geodata.storage.audit import Result
    from geodata.storage.store import Storage


@contextmanager
def opened(storage: Storage, path: Path, *, sealed: bool) -> Iterator[Path]:
    """Give a file as it was handed in; of one kept sealed a copy that lasts as long as needed.

    A Shapefile that lies loose in its folder is given as one zip.
    """
    loose = [] if sealed else parts_beside(path)
    if not sealed and not loose:
        yield path
        return
    with TemporaryDirectory(prefix="ledger-") as folder:  # readable by its owner only
        copy = Path(folder) / path.name
        if sealed:
            copy.write_bytes(storage.seal.open(path.read_bytes()))
        else:
            pack(loose, copy)
        yield copy


def noted(
    storage: Storage,
    name: str,
    options: Namespace,
    work: Callable[[], BatchReport],
    *,
    now: datetime,
) -> BatchReport:
    """Do an import and write into the audit who brought which file, and what became of it."""
    try:
        report = work()
    except SafetyMapError:
        _note(storage, name, options, now, "refused", {})
        raise
    details = {"batch": report.batch, **asdict(report.counts)}
    _note(storage, name, options, now, "done", details)
    return report


def _note(
    storage: Storage,
    name: str,
    options: Namespace,
    now: datetime,
    result: Result,
    details: dict[str, object],
) -> None:
    told = f"{options.layer}/{name.encode('utf-8', 'replace').decode()}"
    entry = entry_by(options.by, now, "import", told, result, details)
    with storage.writing() as connection:
        note(connection, entry)
