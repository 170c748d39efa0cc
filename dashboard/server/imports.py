"""Imports started from a page: each a process of its own that outlives the run that began it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePath
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from geodata.accounts import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geodata.accounts import Session
    from geodata.storage.sealed import Seal

Report = dict[str, object]

CHECKOUT: Final = Path(__file__).resolve().parents[2]
MOST_NAME: Final = 120
"""Letters of a file name that are kept: file systems take some 250 bytes."""


@dataclass
class ImportRun:
    """An import on its way, or ended.

    Parameters
    ----------
    name
        Of the file, as it was handed in.
    said
        What the import last said of its progress.
    report
        As `etl.report.BatchReport.to_json` gives it, or ``{"refused": …}``; None until the end.
    began
        Reading of the monotonic clock at its start.
    """

    name: str
    said: str = ""
    report: Report | None = field(default=None)
    began: float = field(default_factory=monotonic)

    @property
    def seconds(self) -> float:
        """How long ago it was started."""
        return monotonic() - self.began

    @property
    def refused(self) -> Report | None:
        """Why nothing was imported; None where something was, or is yet to be."""
        refused = (self.report or {}).get("refused")
        return refused if isinstance(refused, dict) else None


def keep_upload(folder: Path, name: str, content: bytes, seal: Seal) -> Path:
    """Keep a handed-in file unchanged but sealed, in a folder named by its content.

    Only the last part of the name counts, so that nothing is written elsewhere. Folder
    and file are for the account the program runs under alone.
    """
    uploads = folder / "uploads"
    kept = uploads / sha256(content).hexdigest()
    kept.mkdir(parents=True, exist_ok=True)
    for own in (uploads, kept):
        own.chmod(0o700)
    last = PurePath(name.replace("\\", "/")).name[-MOST_NAME:]
    path = kept / (last if last.strip(".") else "ledger")
    path.touch(mode=0o600)
    path.chmod(0o600)  # it may have been kept before
    path.write_bytes(seal.close(content))
    return path


def import_command(
    folder: Path, path: Path, layer: str, *, crs: str | None, source: str | None, by: Session
) -> list[str]:
    """Return the command that imports a kept file into the database of a data folder.

    Parameters
    ----------
    by
        Whose import it is, for the audit.
    """
    chosen = {"--crs": crs, "--source": source, "--by": actor_of(by).to_text()}
    return [
        *(sys.executable, "-m", "etl", "import", "--json", "--upload"),
        *("--data", str(folder), "--layer", layer),
        *(f"{name}={value}" for name, value in chosen.items() if value),
        *("--", str(path)),
    ]


def start_import(
    command: Sequence[str], name: str, *, when_ended: Callable[[], object] = bool
) -> ImportRun:
    """Start an import; the run is filled in from its output until it ends.

    Parameters
    ----------
    when_ended
        Called, in another thread, once the report is there.
    """
    run = ImportRun(name)
    process = subprocess.Popen(  # noqa: S603 - our own program, arguments apart, no shell
        command,
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    )
    Thread(target=_follow, args=(process, run, when_ended), daemon=True).start()
    return run


def _follow(
    process: subprocess.Popen[str], run: ImportRun, when_ended: Callable[[], object]
) -> None:
    with process:  # closes both pipes and waits for the end
        listener = Thread(target=_listen, args=(process, run), daemon=True)
        listener.start()
        answer = process.stdout.read() if process.stdout else ""
        listener.join()
    run.report = _parsed(answer) or {"refused": {"found": run.said, "expected": "", "remedy": ""}}
    when_ended()


def _listen(process: subprocess.Popen[str], run: ImportRun) -> None:
    for line in process.stderr or ():
        run.said = line.strip() or run.said


def _parsed(answer: str) -> Report | None:
    try:
        report = json.loads(answer.strip().splitlines()[-1])
    except (ValueError, IndexError):
        return None
    return report if isinstance(report, dict) else None
