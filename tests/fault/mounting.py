"""Small disks of our own: a few MiB in memory, made read-only at will. Root on Linux only."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(place: Path, mebibytes: int) -> Iterator[Path]:
    """Mount a disk in memory on a folder."""
    place.mkdir()
    options = f"size={mebibytes}m"
    _mount_or_skip("-t", "tmpfs", "-o", options, "tmpfs", str(place))
    try:
        yield place
    finally:
        _unmount(place)


@contextmanager
def read_only(place: Path) -> Iterator[None]:
    """Let nothing on a mounted disk be opened for writing; what is open stays as it is."""
    _mount_or_skip("--bind", str(place), str(place))
    try:
        _mount_or_skip("-o", "remount,bind,ro", str(place))
        yield
    finally:
        _unmount(place)


def _mount_or_skip(*arguments: str) -> None:
    try:
        subprocess.run(["mount", *arguments], check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("mounting a small disk needs root on Linux")


def _unmount(place: Path) -> None:
    subprocess.run(["umount", "--lazy", str(place)], check=True, capture_output=True)
