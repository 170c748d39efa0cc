"""A real Chromium 109, the last version for Windows 7, as npm has it: fetched once and kept.

``python -m tests.browser.old_chromium`` fetches it; so does ``run.py test`` where npm is.
"""

import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from hashlib import sha256
from pathlib import Path

PACKAGE = "@sparticuz/chromium@109.0.6"
SHA256 = "84171b067a588137a242c3dfb70d160c49d055a4227297aefc5eace94e47566c"
PROGRAM = "package/bin/chromium.br"
UNPACK = """
const [from, to] = process.argv.slice(1), files = require("fs"), zlib = require("zlib");
files.writeFileSync(to, zlib.brotliDecompressSync(files.readFileSync(from)));
"""
FLAGS = ("--headless", "--no-sandbox")
"""It is made for servers: one process group, no window, no sandbox of its own."""


def old_chromium() -> Path:
    """Return where the program is kept, whether or not it is there."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "safety-map-tests" / "chromium-109.0.6"


def can_fetch() -> bool:
    """Say whether this machine can run the program and has what fetches it."""
    return (
        sys.platform == "linux"
        and platform.machine() == "x86_64"
        and all(map(shutil.which, ("npm", "node")))
    )


def fetch_old_chromium() -> Path:
    """Fetch the program where it is not there yet.

    Raises
    ------
    ValueError
        Where the package is not the one it was when this was written.
    """
    kept = old_chromium()
    if kept.exists():
        return kept
    with tempfile.TemporaryDirectory() as scratch:
        packed = _run(["npm", "pack", "--silent", PACKAGE], scratch).split()[-1]
        archive = Path(scratch, packed)
        found = sha256(archive.read_bytes()).hexdigest()
        if found != SHA256:
            raise ValueError(f"{PACKAGE} has SHA-256 {found}, expected {SHA256}: do not run it")
        with tarfile.open(archive) as held:
            held.extract(PROGRAM, scratch, filter="data")
        unpacked = Path(scratch, "chromium")
        _run(["node", "-e", UNPACK, str(Path(scratch, PROGRAM)), str(unpacked)], scratch)
        unpacked.chmod(0o755)
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(unpacked, kept)
    return kept


def _run(command: list[str], folder: str) -> str:
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


if __name__ == "__main__":
    sys.stdout.write(f"{fetch_old_chromium()}\n")
