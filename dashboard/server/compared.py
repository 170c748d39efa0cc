"""Route of the changes a comparison on the map shows: by square or by named street."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

from dashboard.components.comparing.units import UNITS, find_changes
from dashboard.server.asked import asked_view, known
from dashboard.server.errors import NotThereError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from dashboard.components.comparing.units import Found
    from dashboard.server.live import Live


class ComparedRoute:
    """The endpoint over one opened data folder; it stands behind the gate."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def changes(self, request: Request) -> Response:
        """Answer the units with an incident in either period of the filter, and their arrows."""
        asked = known(request.path_params["unit"], UNITS, "unit")
        unit = next(one for one in UNITS if one == asked)
        found = find_changes(asked_view(self._live, request), unit)
        if found is None:
            raise NotThereError("changes", "a filter that compares two periods", "Choose them.")
        return JSONResponse(compared_json(found), headers={"cache-control": "no-store"})


def compared_json(found: Found) -> dict[str, object]:
    """Turn changes into what the element paints: by square or by the name of the street."""
    changes = found.changes
    rows = zip(changes.unit, changes.now, changes.before, changes.arrow, strict=True)
    return {
        "side": found.side,
        "units": [
            {
                "at": _at(found, int(unit)),
                "now": int(now),
                "before": int(before),
                "arrow": int(arrow),
            }
            for unit, now, before, arrow in rows
        ],
        "elsewhere": {"now": changes.elsewhere_now, "before": changes.elsewhere_before},
    }


def _at(found: Found, unit: int) -> str | tuple[int, int]:
    return found.names[unit] if found.names else found.square(unit)
