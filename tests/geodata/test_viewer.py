import subprocess
import sys
from dataclasses import replace

import pytest

from geodata.settings import CHECKOUT
from geodata.viewer import OFFICE, Viewer, parse_viewer, viewer_text


def test_the_office_sees_everything_masked() -> None:
    assert OFFICE.areas is None
    assert OFFICE.projects is None
    assert OFFICE.masked


def test_each_scope_has_a_key_of_its_own() -> None:
    some = frozenset({"a", "b"})
    scopes = [
        Viewer(areas=areas, projects=projects, masked=masked)
        for areas in (None, frozenset[str](), some)
        for projects in (None, frozenset[str](), some)
        for masked in (True, False)
    ]
    assert len({viewer.scope_key for viewer in scopes}) == len(scopes)


def test_the_key_is_the_same_in_every_process() -> None:
    viewer = Viewer(areas=frozenset({"b", "a", "c"}), projects=None)
    program = (
        "from geodata.viewer import Viewer;"
        "print(Viewer(areas=frozenset({'c','a','b'}), projects=None).scope_key)"
    )
    for seed in ("1", "2"):
        printed = subprocess.run(
            [sys.executable, "-c", program],
            cwd=CHECKOUT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert printed.stdout.strip() == viewer.scope_key


@pytest.mark.parametrize("areas", [None, frozenset[str](), frozenset({"D1", 'D"2, 3'})])
@pytest.mark.parametrize("projects", [None, frozenset[str](), frozenset({"fire"})])
def test_a_viewer_reaches_another_process_as_it_is_but_masked(
    areas: frozenset[str] | None, projects: frozenset[str] | None
) -> None:
    viewer = Viewer(areas, projects)
    assert parse_viewer(viewer_text(viewer)) == viewer
    assert parse_viewer(viewer_text(replace(viewer, masked=False))) == viewer
