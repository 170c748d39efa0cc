"""Computers with little memory: control groups of Linux, whose kernel ends what takes more."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

GROUPS = Path("/sys/fs/cgroup")
NAME = "safety-map-tests"


@contextmanager
def little_memory(process: int, limit_bytes: int) -> Iterator[None]:
    """Bound what a process and those it starts from now on hold together. Root on Linux only."""
    old = GROUPS / "memory"
    place = (old if old.is_dir() else GROUPS) / f"{NAME}-{os.getpid()}"
    limit = "memory.limit_in_bytes" if old.is_dir() else "memory.max"
    try:
        place.mkdir()
        (place / limit).write_text(str(limit_bytes))
        (place / "cgroup.procs").write_text(str(process))
    except OSError as error:
        if place.is_dir():
            place.rmdir()
        pytest.skip(f"bounding memory needs root and a control group of Linux: {error}")
    try:
        yield
    finally:
        for held in (place / "cgroup.procs").read_text().split():
            (place.parent / "cgroup.procs").write_text(held)
        place.rmdir()
