"""Make what an office installs without internet: ``python3 run.py bundle [--platform …]``.

One zip per platform: the sources of the last commit, wheels of every library of the lock for
CPython 3.11 to 3.13, and the SHA-256 of each file. Unpack it and run ``python3 run.py`` in it; the
wheels beside ``run.py`` are found by themselves (`deploy.libraries`). The same commit and lock give
the same bytes. Made on any system that has git and a package index.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from deploy.lock import RUNTIME, read_lock
from deploy.steps import ROOT, StoppedError, say, step

PYTHONS = ("3.11", "3.12", "3.13")
GLIBC_2 = 28
"""Of the oldest systems served: Debian 10, openEuler 20.03, Kylin V10, UOS 20 (PEP 600)."""
FOLDER, SUMS = "safety-map", "SHA256SUMS"


class Platform(NamedTuple):
    """One kind of computer: what wheels call it (PEP 425), and what markers see there (PEP 508)."""

    tags: tuple[str, ...]
    markers: dict[str, str]


def linux(machine: str) -> Platform:
    """Describe a Linux with glibc 2.28 or newer, on a kind of processor."""
    tags = [f"manylinux_2_{minor}_{machine}" for minor in range(GLIBC_2, 4, -1)]
    tags += [f"manylinux{year}_{machine}" for year in ("2014", "2010", "1")]
    names = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"}
    return Platform(tuple(tags), {**names, "platform_machine": machine})


WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
PLATFORMS = {
    "linux-x86_64": linux("x86_64"),
    "linux-aarch64": linux("aarch64"),
    "windows-x86_64": Platform(("win_amd64",), {**WINDOWS, "platform_machine": "AMD64"}),
}


class Commit(NamedTuple):
    """What a bundle is made of: a commit, and when it was made."""

    name: str
    at: datetime


def main(arguments: list[str]) -> int:
    """Make the bundles asked for; return the exit code."""
    parser = ArgumentParser(prog="run.py bundle", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "var" / "bundles")
    parser.add_argument("--platform", action="append", choices=PLATFORMS, help="default: all")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="default: all")
    wanted = parser.parse_args(arguments)
    try:
        commit = last_commit()
        for platform in wanted.platform or PLATFORMS:
            with TemporaryDirectory() as wheels:
                fetch_wheels(platform, wanted.python or PYTHONS, Path(wheels))
                made = write_bundle(commit, platform, Path(wheels), wanted.folder)
            say(f"已生成 {made}（{made.stat().st_size / 1e6:,.0f} MB）", "made, with its .sha256")
    except StoppedError as reason:
        print("", *reason.args, sep="\n", file=sys.stderr)
        return 1
    return 0


def last_commit() -> Commit:
    """Name the commit of the checkout; say what would be left out.

    Raises
    ------
    StoppedError
        Where this is no checkout, or git is missing.
    """
    try:
        name, at = _git("log", "-1", "--format=%H %ct").decode().split()
    except (OSError, subprocess.CalledProcessError) as error:
        raise StoppedError(
            "这里不是 git 检出，不能生成安装包。",
            "This is no git checkout (or git is missing): make the bundle in one.",
        ) from error
    if _git("status", "--porcelain"):
        say("注意：未提交的修改不在安装包内。", "changes that are not committed are left out")
    return Commit(name, datetime.fromtimestamp(int(at), UTC))


def fetch_wheels(platform: str, pythons: list[str] | tuple[str, ...], folder: Path) -> None:
    """Fetch every library of the lock, by its checksum, for a platform and some Pythons.

    Raises
    ------
    StoppedError
        Where a library has no wheel there, or no index answers; pip has said which.
    """
    for python in pythons:
        needed = folder / f"{platform}-{python}.txt"
        needed.write_text(requirements_for(platform, python), encoding="utf-8")
        target = [f"--platform={tag}" for tag in PLATFORMS[platform].tags]
        target += [f"--abi={abi}" for abi in (f"cp{python.replace('.', '')}", "abi3", "none")]
        target += ["--implementation=cp", f"--python-version={python}"]
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        exact = ["--no-deps", "--only-binary=:all:", "--require-hashes", "-r", str(needed)]
        command = [*pip, *target, *exact, "-d", str(folder)]
        step(command, f"下载 {platform}、Python {python} 的库", "fetching wheels")
        needed.unlink()


def requirements_for(platform: str, python: str) -> str:
    """Return the lines of the lock that a platform and a Python need: pip judges by its own."""
    there = {
        **PLATFORMS[platform].markers,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    libraries = read_lock(ROOT / f"{RUNTIME}.lock").values()
    needed = [one.text for one in libraries if not one.pin.marker or one.pin.marker.evaluate(there)]
    return "".join(needed)


def write_bundle(commit: Commit, platform: str, wheels: Path, folder: Path) -> Path:
    """Write the zip of a platform and, beside it, its checksum.

    Returns
    -------
    Path
        The zip, named by date, commit and platform.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{FOLDER}-{commit.at:%Y%m%d}-{commit.name[:8]}-{platform}.zip"
    sums = []
    with ZipFile(made, "w") as bundle:

        def add(name: str, content: bytes, mode: int, how: int) -> None:
            entry = ZipInfo(f"{FOLDER}/{name}", commit.at.timetuple()[:6])
            entry.external_attr, entry.compress_type = mode << 16, how
            bundle.writestr(entry, content)
            sums.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")

        for name, content, mode in sources(commit):
            add(name, content, mode, ZIP_DEFLATED)
        for wheel in sorted(wheels.glob("*.whl")):
            add(f"wheels/{wheel.name}", wheel.read_bytes(), 0o100644, ZIP_STORED)
        about = f"commit {commit.name}\nplatform {platform}\n"
        add("BUNDLE", about.encode(), 0o100644, ZIP_DEFLATED)
        add(SUMS, "".join(sums).encode(), 0o100644, ZIP_DEFLATED)
    with made.open("rb") as held:
        digest = hashlib.file_digest(held, "sha256").hexdigest()
    made.with_name(f"{made.name}.sha256").write_text(f"{digest}  {made.name}\n", encoding="utf-8")
    return made


def sources(commit: Commit) -> list[tuple[str, bytes, int]]:
    """Return name, content and mode of every file of a commit, in order."""
    with tarfile.open(fileobj=io.BytesIO(_git("archive", "--format=tar", commit.name))) as held:
        files = [
            (member.name, opened.read(), 0o100000 | member.mode)
            for member in held
            if member.isfile() and (opened := held.extractfile(member))
        ]
    return sorted(files)


def _git(*words: str) -> bytes:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True).stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
