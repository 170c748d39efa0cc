"""Copy the browser assets we use out of their published packages; run by hand, not at run time.

`python -m dashboard.map.vendor` needs npm. What it copied, from which version, under which
licence and with which SHA-256 stands in `assets/vendor/ASSETS.json`; a test compares.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

VENDOR_FOLDER = Path(__file__).parent / "assets" / "vendor"


class Package(NamedTuple):
    """A published package at one version and the files of it that the map uses."""

    name: str
    version: str
    licence: str
    files: tuple[str, ...]


PACKAGES = (
    Package(
        "leaflet",
        "1.9.4",
        "BSD-2-Clause",
        (
            "LICENSE",
            "dist/leaflet.js",
            "dist/leaflet.css",
            "dist/images/layers.png",
            "dist/images/layers-2x.png",
            "dist/images/marker-icon.png",
        ),
    ),
    Package(
        # The major version whose `L.control.fullscreen` folium's Fullscreen calls.
        "leaflet.fullscreen",
        "3.0.0",
        "MIT",
        (
            "LICENSE",
            "Control.FullScreen.js",
            "Control.FullScreen.css",
            "icon-fullscreen.svg",
        ),
    ),
)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy_package(package: Package, scratch: Path) -> dict[str, object]:
    """Fetch one package with npm, copy its files and return its entry of the list."""
    wanted = f"{package.name}@{package.version}"
    packed = subprocess.run(  # noqa: S603 - the names are the constants above
        ["npm", "pack", "--silent", wanted],  # noqa: S607 - npm is where the PATH says
        cwd=scratch,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()[-1]
    target = VENDOR_FOLDER / package.name / package.version
    sums = {}
    with tarfile.open(scratch / packed) as archive:
        for name in package.files:
            member = archive.extractfile(f"package/{name}")
            if member is None:
                raise FileNotFoundError(f"{wanted} holds no file {name}: correct PACKAGES")
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(member.read())
            sums[name] = sha256_of(path)
    return {"version": package.version, "licence": package.licence, "files": sums}


def copy_all() -> None:
    """Copy every package and write the list."""
    with tempfile.TemporaryDirectory() as scratch:
        entries = {package.name: copy_package(package, Path(scratch)) for package in PACKAGES}
    text = json.dumps(entries, indent=2, sort_keys=True)
    (VENDOR_FOLDER / "ASSETS.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    copy_all()
