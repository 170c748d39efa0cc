"""The data this process serves: opened once at start, read by routes and pages alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Live:
    """An opened data folder.

    Parameters
    ----------
    folder
        Where the database and the uploads are.
    sample
        Whether everything in it is sample data.
    """

    folder: Path
    sample: bool


_opened: list[Live] = []


def open_live(folder: Path, *, sample: bool) -> Live:
    """Open the folder for this process; the pages find it with `live`."""
    opened = Live(folder, sample)
    _opened[:] = [opened]
    return opened


def live() -> Live:
    """Return what this process has opened."""
    return _opened[0]
