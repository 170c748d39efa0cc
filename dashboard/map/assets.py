"""Where the browser assets of the map lie and under which addresses they are served."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dashboard.server.assets import AssetFolder

ASSETS: Final = AssetFolder("map", Path(__file__).parent / "assets")


def vendor(name: str) -> str:
    """Return the address of a file of a vendored package."""
    return f"{ASSETS.prefix}/vendor/{name}"


def own(name: str) -> str:
    """Return the address of a file of ours."""
    return f"{ASSETS.prefix}/own/{name}"
