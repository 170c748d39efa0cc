"""All checks, in the order they are told; a new one is a function of a `Site` named here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.health import program, room, safety, work
from dashboard.health.check import WORST_FIRST, Check, Finding, Line, Site
from dashboard.log.incidents import note_incident

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.server.live import Live

CHECKS: Final = (
    Check("disk", room.disk, short=True),
    Check("writable", room.writable, short=True),
    Check("ledgers", room.ledgers),
    Check("worker", work.worker, short=True),
    Check("errors", work.errors),
    Check("audit", work.audit),
    Check("backup", work.backup, short=True),
    Check("drill", work.drill),
    Check("retention", work.retention),
    Check("clock", work.clock, short=True),
    Check("transport", safety.transport, short=True),
    Check("hosts", safety.hosts),
    Check("permissions", safety.permissions),
    Check("accounts", safety.accounts),
    Check("outside", safety.outside),
    Check("sample", safety.sample, short=True),
    Check("data", work.data, short=True),
    Check("layers", work.layers, short=True),
    Check("sizes", room.sizes),
    Check("versions", program.versions),
)


def site_of(live: Live, *, overheard: bool) -> Site:
    """Return what the checks look at.

    Parameters
    ----------
    overheard
        Whether the connection of whoever asks is not encrypted.
    """
    return Site(
        live.folder,
        live.storage,
        live.model(),
        live.door.policy,
        live.host,
        overheard,
        live.is_sample(),
        live.clock(),
        live.watch.ticking.expected(),
        live.sources.hosts,
    )


def run_checks(site: Site, *, short: bool = False, checks: Sequence[Check] = CHECKS) -> list[Line]:
    """Return what all checks found, or those of the short form, the worst first.

    A check that fails is itself a finding; the others are made.
    """
    lines = [Line(one.id, _run(one, site)) for one in checks if one.short or not short]
    return sorted(lines, key=lambda line: WORST_FIRST.index(line.finding.state))


def _run(check: Check, site: Site) -> Finding:
    try:
        return check.look(site)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks go on
        incident = note_incident(error, route=f"check/{check.id}")
        return Finding("unknown", "", {"incident": incident})
