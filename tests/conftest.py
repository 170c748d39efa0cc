"""What all tests share: no way out of this machine, real files, folders with awkward names."""

import ctypes
import os
import signal
import socket
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from geodata import live
from geodata.settings import read_settings

if sys.platform == "linux":
    import fcntl

CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS = 0x8913, 0x8914
IFF_UP = 0x1
LATE = ("fault", "browser")
"""Markers whose tests run after the quick ones, in this order."""

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.load_profile("repeatable")


def leave_network() -> str:
    """Give this process, and all it starts, a network of its own that holds loopback only.

    Linux and root only; elsewhere nothing changes. Done when pytest loads this file, while there
    is one thread: threads that already run would keep the old network.

    Returns
    -------
    str
        How it stands, for the report's header.
    """
    if sys.platform != "linux" or os.geteuid() != 0:
        return "network: NOT shut off (needs Linux and root)"
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        return f"network: NOT shut off ({os.strerror(ctypes.get_errno())})"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sh14x", b"lo", 0)
        (flags,) = struct.unpack_from("h", fcntl.ioctl(control, SIOCGIFFLAGS, request), 16)
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))
    return "network: loopback only (own namespace)"


NETWORK = leave_network()
# What a shell starts in the background ignores Ctrl-C, and so would all we start: tests would hang.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_report_header() -> str:
    return NETWORK


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first: what is broken shows early."""
    items.sort(
        key=lambda item: max((LATE.index(m) + 1 for m in LATE if m in item.keywords), default=0)
    )


def require_or_skip(reason: str) -> NoReturn:
    """Skip where a person runs the tests; fail where a machine vouches for them."""
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def testdata() -> Path:
    """Folder of the real files: SAFETY_MAP_TESTDATA, else shared/data beside the checkout."""
    folder = read_settings().testdata_folder
    if not folder.is_dir():
        require_or_skip(f"no real files at {folder}: name their folder in SAFETY_MAP_TESTDATA")
    return folder


@pytest.fixture
def awkward_folder(tmp_path: Path) -> Path:
    """Empty folder whose name has Chinese characters and spaces."""
    folder = tmp_path / "安全 地图"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session", autouse=True)
def _patient_readers() -> Iterator[None]:
    """Let whoever reads after a change see it, however busy this machine is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(live, "PATIENCE_S", 60.0)
        yield
