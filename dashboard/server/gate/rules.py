"""Which right each route asks for. A route without a row does not exist for anybody.

Streamlit's own routes are rows like ours: nothing else stands between them and the network.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from dashboard.server.gate.asked import WEBSOCKET

if TYPE_CHECKING:
    from geodata.catalogue.role import Action

    Rule = Literal["open", "signed_in"] | Action
    """Open to anybody; to whoever is signed in; to whoever may do this."""

LOGIN: Final = "/login"
SIGN_OUT: Final = "/signout"
HEALTH: Final = "/healthz"


class Row(NamedTuple):
    """Methods, path (``*`` one part of it, ``**`` all the rest) and what is asked for."""

    methods: str
    path: str
    rule: Rule


READ: Final = "GET HEAD"
PAGES: Final[dict[str, Action]] = {
    "map": "view_map",
    "projects": "view_map",
    "indicators": "view_map",
    "hotspots": "view_map",
    "schools": "view_map",
    "shelters": "view_map",
    "ledgers": "view_batches",
    "placing": "correct",
    "duplicates": "correct",
    "setup": "import",
    "accounts": "manage_accounts",
    "audit": "read_audit",
    "selfcheck": "self_check",
}
"""The pages in their order, and the right each one asks for."""
ROWS: Final = (
    Row(READ, HEALTH, "open"),
    Row("GET HEAD POST", LOGIN, "open"),
    Row("POST", SIGN_OUT, "signed_in"),
    # data
    Row(READ, "/api/version", "view_map"),
    Row(READ, "/api/layers/*/columns", "view_map"),
    Row(READ, "/api/layers/*/names", "view_facts"),
    Row(READ, "/api/tiles/*/counts", "view_map"),
    Row(READ, "/api/tiles/*/*/*/*", "view_map"),
    Row(READ, "/api/compared/*", "view_map"),
    Row(READ, "/api/shapes/*", "view_map"),
    Row(READ, "/api/basemap/*/*/*/*", "view_map"),
    Row(READ, "/api/facts/*/*", "view_facts"),
    Row("POST", "/api/search", "view_facts"),
    Row("POST", "/api/facts/*/*/unmask", "unmask"),
    Row("POST", "/api/facts/*/*/correct", "correct"),
    Row(READ, "/api/hotspots/*/rules/*", "view_map"),
    Row(READ, "/api/hotspots/*/*/columns", "view_map"),
    Row(READ, "/api/hotspots/*/*/pieces", "view_map"),
    Row(READ, "/api/hotspots/*/*/names", "view_map"),
    Row(READ, "/api/hotspots/*/*/facts/*", "view_map"),
    # what pages are made of
    Row(READ, "/assets/**", "signed_in"),
    Row(READ, "/map/*", "signed_in"),
    Row(READ, "/static/**", "signed_in"),
    Row(READ, "/component/**", "signed_in"),
    Row(READ, "/_stcore/bidi-components/**", "signed_in"),
    Row(READ, "/_stcore/health", "signed_in"),
    Row(READ, "/_stcore/host-config", "signed_in"),
    Row(READ, "/favicon.png", "signed_in"),
    Row(READ, "/manifest.json", "signed_in"),
    # pages: the same shell for each, and the socket that fills it
    Row(READ, "/", "view_map"),
    *(Row(READ, f"/{name}", action) for name, action in PAGES.items()),
    Row(WEBSOCKET, "/_stcore/stream", "view_map"),
    # files in and out
    Row("PUT DELETE OPTIONS", "/_stcore/upload_file/*/*", "import"),
    Row(READ, "/media/*", "export_figures"),
    Row("POST", "/api/export/*/*", "export_rows"),
    Row("POST", "/api/picture", "export_figures"),
    Row("POST", "/api/printed", "view_map"),
    Row("POST", "/api/tables/*/*", "export_figures"),
    Row(READ, "/api/templates/*", "import"),
    Row("POST", "/api/batches/*/rejected", "read_rejected"),
    Row("POST", "/api/audit/*", "read_audit"),
    Row(READ, "/api/support", "support"),
)
QUIET: Final = frozenset({"/api/version"})
"""Asked by open pages of themselves: no sign that anybody is there."""


def row_of(method: str, path: str) -> Row | None:
    """Return the row of a request; None where there is no such route."""
    for row, methods, pattern in _PATTERNS:
        if method in methods and pattern.fullmatch(path):
            return row
    return None


def rule_of(method: str, path: str) -> Rule | None:
    """Return what a request asks for; None where there is no such route."""
    row = row_of(method, path)
    return row.rule if row else None


def _to_pattern(path: str) -> re.Pattern[str]:
    parts = {"**": ".+", "*": "[^/]+"}
    return re.compile("".join(parts.get(part, re.escape(part)) for part in _PARTS.split(path)))


_PARTS: Final = re.compile(r"(\*\*|\*)")
_PATTERNS: Final = tuple((row, row.methods.split(), _to_pattern(row.path)) for row in ROWS)
