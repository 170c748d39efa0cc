"""The libraries: a venv of our own, and in it what the lock names, whole or not at all.

Standard library only, and it parses on Python 3.7, so that an old one can be told what is needed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.steps import ROOT, StoppedError, install_debian, step
from deploy.turns import alone

OLDEST_PYTHON = (3, 11)
WHEELS = ROOT / "wheels"
"""What an install bundle brings; a checkout has none."""


def require_python(version: tuple[int, ...] = sys.version_info[:2]) -> None:
    """Stop on an interpreter too old for the libraries; this file parses on 3.7 to say so."""
    if version < OLDEST_PYTHON:
        found = ".".join(map(str, version))
        raise StoppedError(
            f"需要 Python 3.11 或更新版本，现在是 {found}。请用新版本运行本文件。",
            f"Python 3.11 or newer is needed, this is {found}. Run this file with a newer one.",
        )


def venv_folder() -> Path:
    """Name the folder that holds the installed libraries."""
    return Path(os.environ.get("SAFETY_MAP_VENV") or ROOT / ".venv").expanduser().absolute()


def venv_python() -> str:
    """Name the interpreter inside that folder."""
    return str(venv_folder() / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def install(lock: Path) -> None:
    """Make the venv and install what `lock` names into it, unless that was finished before.

    Each file must have one of the SHA-256 sums of the lock. Where the checkout came as an install
    bundle, with a folder of wheels, nothing is asked of any network. Of two at once the second
    waits, and finds it done.
    """
    if is_installed(lock):
        return
    with alone(venv_folder()):
        if not is_installed(lock):
            make_venv()
            fill_venv(lock)


def is_installed(lock: Path) -> bool:
    """Say whether what `lock` names was installed to the end, by this interpreter, here."""
    stamp = stamp_of(lock)
    return Path(venv_python()).exists() and stamp.exists() and stamp.read_text() == digest(lock)


def stamp_of(lock: Path) -> Path:
    """Name the file that is written once all is installed."""
    return venv_folder() / f"{lock.name}.sha256"


def fill_venv(lock: Path) -> None:
    """Install what `lock` names into the venv, and note that it was done."""
    pip = [venv_python(), "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes"]
    place: list[str] = []
    hint = "首次约一至三分钟，内网请设 PIP_INDEX_URL 或 PIP_FIND_LINKS"
    if WHEELS.is_dir():
        place = ["--no-index", "--find-links", str(WHEELS)]
        hint = "约一分钟，不需要网络"
    bundled_pip = map(str, WHEELS.glob("pip-*.whl"))
    command = [*pip, *place, "-r", str(lock)]
    step(command, f"安装所需的库，{hint}", "installing libraries", *bundled_pip)
    stamp_of(lock).write_text(digest(lock))


def digest(lock: Path) -> str:
    """Tell installations apart: by interpreter, place, and the text of all locks."""
    texts = [path.read_bytes() for path in sorted(lock.parent.glob("requirements*.lock"))]
    made_for = f"{sys.version} {venv_folder()} {lock.name}".encode()
    return hashlib.sha256(b"\0".join([made_for, *texts])).hexdigest()


def make_venv() -> None:
    """Make the venv, anew where it is missing, half made, or made by another Python."""
    works = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    check = [venv_python(), "-c", works]
    if Path(check[0]).exists() and subprocess.call(check, stderr=subprocess.DEVNULL) == 0:
        return
    make = [sys.executable, "-m", "venv", "--clear", str(venv_folder())]
    if WHEELS.is_dir():  # it brings pip too, which Debian keeps in a package of its own
        require_wheels()
        make.insert(3, "--without-pip")
    elif importlib.util.find_spec("ensurepip") is None and shutil.which("apt-get"):  # Debian
        install_debian([f"python3.{sys.version_info.minor}-venv"])
    step(make, "建立独立的 Python 环境", "making a Python environment of our own")


def require_wheels(
    version: tuple[int, ...] = sys.version_info[:2], machine: str = platform.machine()
) -> None:
    """Stop where the bundle was made for other Pythons or another kind of computer."""
    python = "cp" + "".join(map(str, version))
    if any(WHEELS.glob(f"numpy-*-{python}-*{machine.lower()}.whl")):
        return
    held = ", ".join(sorted(path.name for path in WHEELS.glob("numpy-*.whl"))) or "–"
    raise StoppedError(
        f"安装包不适合本机（{python}、{machine}），其中有：{held}。请换用对应的安装包或 Python。",
        f"This bundle is not for {python} on {machine}: take the bundle, or the Python, that fits.",
    )


def module(name: str, *arguments: str) -> list[str]:
    """Spell the command that runs a module; -P keeps the working folder's names out of it."""
    return [venv_python(), "-P", "-m", name, *arguments]
