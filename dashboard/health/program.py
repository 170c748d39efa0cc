"""Checks of the program itself: what it is made of."""

from __future__ import annotations

import platform
import sqlite3
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from dashboard.health.check import Finding
from geodata.storage.migrate import schema_names, schema_of

if TYPE_CHECKING:
    from dashboard.health.check import Site

LIBRARIES: Final = ("streamlit", "folium", "geopandas", "shapely", "pyproj", "SQLAlchemy")


def versions(site: Site) -> Finding:
    """Which Python, SQLite, libraries and schema run here."""
    return Finding("ok", "told", read_versions(site))


def read_versions(site: Site) -> dict[str, str]:
    """Return them by name; of the libraries what is installed, nothing is imported."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "sqlite": sqlite3.sqlite_version,
        "schema": f"{schema_of(site.storage.reader)} / {schema_names()[-1]}",
        **{name.lower(): version(name) for name in LIBRARIES},
    }
