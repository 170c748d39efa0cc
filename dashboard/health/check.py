"""What one check is: a look at the program, what it found, and who is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from dashboard.accounts.policy import Policy
    from geodata.readmodel import ReadModel
    from geodata.storage.store import Storage

State = Literal["ok", "warn", "bad", "unknown"]

WORST_FIRST: Final[tuple[State, ...]] = ("bad", "warn", "unknown", "ok")


@dataclass(frozen=True)
class Site:
    """What checks look at.

    Parameters
    ----------
    host
        Address the server listens on.
    overheard
        Whether the connection of whoever asks is not encrypted.
    sample
        Whether all of it is the sample town.
    now
        Aware instant, as the system's clock shows it.
    expected
        What it should show by the program's own counting.
    tile_hosts
        Servers that base maps are fetched from.
    """

    folder: Path
    storage: Storage
    model: ReadModel
    policy: Policy
    host: str
    overheard: bool
    sample: bool
    now: datetime
    expected: datetime
    tile_hosts: tuple[str, ...] = ()


class Finding(NamedTuple):
    """What a check found: how it stands, and the text below ``checks.{id}`` with its values."""

    state: State
    key: str
    values: Mapping[str, object] = {}


class Check(NamedTuple):
    """One line of the self-check.

    Parameters
    ----------
    id
        Text key below ``checks``.
    look
        Looks, in milliseconds: a page waits for all of them.
    short
        Whether a clerk is told it too.
    """

    id: str
    look: Callable[[Site], Finding]
    short: bool = False


class Line(NamedTuple):
    """A check and what it found."""

    id: str
    finding: Finding
