"""Packages of npm that a benchmark measures beside ours."""

import shutil
import subprocess
import tarfile
from pathlib import Path


def fetch_package(package: str, folder: Path) -> Path | None:
    """Fetch a package into a folder and unpack it there; None where npm cannot, asked once."""
    if shutil.which("npm") is None:
        return None
    command = ["npm", "pack", "--silent", "--fetch-retries=0", package]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    with tarfile.open(folder / done.stdout.split()[-1]) as held:
        held.extractall(folder, filter="data")
    return folder / "package"
