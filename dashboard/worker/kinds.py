"""What the worker can do, and what it does without being asked.

A new job is a function of a `Work` named in `KINDS`. It gives back plain JSON values, or nothing,
and may be run again from its beginning after a crash: what it writes, it writes in one
transaction, or in place of what it wrote before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from geodata.results.schemas import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dashboard.worker.work import Work

    Run = Callable[[Work], Mapping[str, Any] | None]

MEBIBYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a job may use; beyond it the job is ended and has failed.

    Parameters
    ----------
    memory_bytes
        Of address space, which is more than what is in memory; held where the system can (POSIX).
    wall_s
        From its beginning to its end.
    """

    memory_bytes: int = 6_144 * MEBIBYTE
    wall_s: int = 1_800


@dataclass(frozen=True, slots=True)
class Nightly:
    """A kind of job that is asked for once a day, with the day as key and as ``params["day"]``.

    Parameters
    ----------
    at
        Local time from which it is due. A computer that is off then does it once it is on.
    """

    kind: str
    at: time


def later(place: str) -> Run:
    """Name a job by ``module:function``; its libraries are loaded when it runs, not before."""

    def run(work: Work) -> Mapping[str, Any] | None:
        module, _, name = place.partition(":")
        done: Run = getattr(import_module(module), name)
        return done(work)

    return run


KINDS: Final[dict[str, Run]] = {
    "hotspots": later("dashboard.worker.hotspots:make_hotspots"),
    "hotspot_proof": later("dashboard.worker.hotspots:make_hotspot_proof"),
    "school_zones": later("dashboard.worker.schools:make_school_zones"),
    "shelter_reach": later("dashboard.worker.shelters:make_shelter_reach"),
    "audit_chain": later("dashboard.worker.upkeep:chain_audit"),
    "duplicates": later("dashboard.worker.duplicates:make_duplicates"),
    "backup": later("dashboard.worker.upkeep:back_up"),
    "retention": later("dashboard.worker.upkeep:look_at_times"),
    "import": later("dashboard.worker.imports:run_import"),
    "preview": later("dashboard.worker.imports:run_preview"),
    "undo": later("dashboard.worker.imports:run_undo"),
}
"""What is run for each kind of job."""

BOUNDS: Final[dict[str, Bounds]] = {"backup": Bounds(wall_s=2 * 3_600)}
"""Bounds of the kinds that may use more, or less, than others."""

TRYING: Final = "trying"
"""Stage of a backup's job in which the newest one is tried: its own is made by then."""

NIGHTLY: Final[list[Nightly]] = [
    Nightly("hotspots", time(0, 30)),
    Nightly("audit_chain", time(0, 10)),
    Nightly("backup", time(2, 0)),
    Nightly("retention", time(3, 0)),
]
"""What is asked for once a day."""

AFTER_CHANGE: Final = SCHEMAS
"""Kinds asked for once for each data version that lasts, with it in ``params``; and once more when
the schema of what they keep has grown, for what an older program kept can no longer be read."""
