"""The locks say what the pins say, and for every library which files may be installed."""

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.lock import RUNTIME, WITH_TESTS, read_lock
from deploy.steps import ROOT

SUMS = re.compile(r"( \\\n    --hash=sha256:[0-9a-f]{64})+\n$")
BOTH = pytest.mark.parametrize("name", [RUNTIME, WITH_TESTS])
AGAIN = "the lock is older than the pins: python3 run.py lock"


def text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def pins(name: str) -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in text(f"{name}.txt").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-r ")]


@BOTH
def test_every_pin_is_locked_at_its_version(name: str) -> None:
    libraries = read_lock(ROOT / f"{name}.lock").items()
    locked = {library: str(found.pin.specifier) for library, found in libraries}
    pinned = {canonicalize_name(pin.name): str(pin.specifier) for pin in pins(name)}
    assert pinned.items() <= locked.items(), AGAIN


@BOTH
def test_every_locked_library_has_the_sums_of_its_files(name: str) -> None:
    told = [line for line in text(f"{name}.lock").splitlines() if line[0] not in "#-"]
    libraries = read_lock(ROOT / f"{name}.lock")
    assert len(libraries) > len(pins(name))
    assert "".join(library.text for library in libraries.values()).splitlines() == told
    assert all(SUMS.search(library.text) for library in libraries.values())


def test_nothing_is_locked_twice() -> None:
    runtime, with_tests = (read_lock(ROOT / f"{name}.lock") for name in (RUNTIME, WITH_TESTS))
    assert not runtime.keys() & with_tests.keys()
    assert "-r requirements.lock" in text(f"{WITH_TESTS}.lock").splitlines()


@BOTH
def test_a_lock_names_no_place_to_fetch_from(name: str) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links", text(f"{name}.lock"))
