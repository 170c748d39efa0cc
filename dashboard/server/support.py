"""The route of the support bundle: what the self-check found, as a file for whoever mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from dashboard.accounts.door import entry_of
from dashboard.health.bundle import write_bundle
from dashboard.health.checks import run_checks, site_of
from dashboard.server.gate.gate import OVERHEARD
from geodata.storage.audit import note

if TYPE_CHECKING:
    from starlette.requests import Request

    from dashboard.server.live import Live

NAME = "support.zip"


class SupportRoute:
    """The endpoint over one opened data folder, behind the gate."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def bundle(self, request: Request) -> Response:
        """Answer the bundle; the audit has it before."""
        live = self._live
        site = site_of(live, overheard=OVERHEARD in request.headers)
        content = write_bundle(site, run_checks(site))
        entry = entry_of(request.state.session, "take_support", live.clock(), NAME)
        with live.storage.writing() as connection:
            note(connection, entry)
        headers = {
            "content-disposition": f"attachment; filename={NAME}",
            "cache-control": "no-store",
        }
        return Response(content, media_type="application/zip", headers=headers)
