"""A handed-in file opened for its import, and the import in the audit."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from etl.loose import pack, parts_beside
from geodata.errors import SafetyMapError
from geodata.masking import scrub_text
from geodata.storage.audit import entry_by, note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from typing import Any

    from etl.report import BatchReport
    from geodata.accounts import Actor
    from geodata.storage.audit import Result
    from geodata.storage.store import Storage


FINDINGS: Final = ".found"
OPENED: Final = "opened"
"""Folder, below that of the data, of the copies in use of sealed files."""


@contextmanager
def opened(storage: Storage, path: Path, *, sealed: bool) -> Iterator[Path]:
    """Give a file as it was handed in; of one kept sealed a copy that lasts as long as needed.

    A Shapefile that lies loose in its folder is given as one zip.
    """
    loose = [] if sealed else parts_beside(path)
    if not sealed and not loose:
        yield path
        return
    with TemporaryDirectory(dir=open_folder(storage) if sealed else None) as folder:
        copy = Path(folder) / path.name  # readable by its owner only
        if sealed:
            copy.write_bytes(storage.seal.open(path.read_bytes()))
        else:
            pack(loose, copy)
        yield copy


def clear_opened(storage: Storage) -> None:
    """Remove the copies that were left behind by imports that were killed.

    To be called where no import of a kept file is under way: by the worker, when it begins.
    """
    rmtree(storage.folder / OPENED, ignore_errors=True)


def open_folder(storage: Storage) -> Path:
    """Return the folder for copies in use, readable by their owner only; a new worker clears it."""
    folder = storage.folder / OPENED
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def keep_findings(storage: Storage, path: Path, name: str, found: Mapping[str, Any]) -> None:
    """Keep sealed beside a kept file what was found in it, in place of what was before.

    Parameters
    ----------
    name
        Of the kind of findings; letters, digits and dashes.
    found
        Plain JSON values.
    """
    kept = path.with_name(f"{name}{FINDINGS}")
    kept.touch(mode=0o600)
    kept.write_bytes(storage.seal.close(json.dumps(found, ensure_ascii=False).encode()))


def read_findings(storage: Storage, path: Path, name: str) -> dict[str, Any]:
    """Return what was kept by `keep_findings`; nothing where there is none."""
    with suppress(FileNotFoundError):
        sealed = path.with_name(f"{name}{FINDINGS}").read_bytes()
        found: dict[str, Any] = json.loads(storage.seal.open(sealed))
        return found
    return {}


def noted(
    storage: Storage,
    name: str,
    layer: str,
    actor: Actor | None,
    work: Callable[[], BatchReport],
    *,
    now: datetime,
) -> BatchReport:
    """Do an import and write into the audit who brought which file, and what became of it.

    Parameters
    ----------
    name
        Of the file.
    actor
        None for the command line.
    """
    told = f"{layer}/{scrub_text(name.encode('utf-8', 'replace').decode())}"
    try:
        report = work()
    except SafetyMapError:
        _note(storage, told, actor, now, "refused", {})
        raise
    details = {"batch": report.batch, **asdict(report.counts)}
    _note(storage, told, actor, now, "done", details)
    return report


def _note(
    storage: Storage,
    told: str,
    actor: Actor | None,
    now: datetime,
    result: Result,
    details: dict[str, object],
) -> None:
    entry = entry_by(actor, now, "import", told, result, details)
    with storage.writing() as connection:
        note(connection, entry)
