"""Every benchmark still runs and prints its figures; how large they are is not asked here."""

import os
import re
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from deploy.libraries import digest, venv_python
from deploy.steps import ROOT
from tests.browser.chromium import find_browser
from tests.conftest import require_or_skip

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="links and resource use as POSIX has")
LINUX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="memory as Linux counts it")
NUMBER = re.compile(r"\d")
NOT_FINITE = re.compile(r"\b(nan|inf)\b", re.IGNORECASE)


class Smoke(NamedTuple):
    """How one benchmark is run here: constants made tiny, labels it prints, what it needs."""

    sizes: dict[str, Any]
    labels: tuple[str, ...]
    fixture: str | None = None
    marks: Sequence[pytest.MarkDecorator] = ()


SMOKES = {
    "addresses": Smoke(
        {
            "addresses.LAYERS": frozenset({"district", "street", "rental"}),
            "addresses.MOST_JUNCTIONS": 20,
        },
        ("sample town", "places", "between_numbers", "junctions of Futian"),
        "testdata",
    ),
    "base_map": Smoke(
        {
            "base_map.SIZES": ((60, 40),),
            "base_map.ZOOMS": (14,),
            "base_map.SLOWED": (1,),
            "base_map.ROUNDS": 1,
        },
        ("60 buildings", "ours: first picture", "ours, zoom 14, processor slowed 1", "tiles:"),
        fixture="browser_found",
        marks=[pytest.mark.browser],
    ),
    "coordinates": Smoke(
        {"coordinates.POINTS": 1_000, "coordinates.ROUNDS": 1},
        ("GCJ-02", "BD-09", "EPSG:4547", "EPSG:4490", "world uint32"),
    ),
    "duplicates": Smoke(
        {"duplicates.EVENTS": 1_500, "duplicates.BUILDINGS": 800, "duplicates.MANY": 3_000},
        ("records:", "events:", "said", "rule 50 m, 1 h:", "buildings:"),
    ),
    "figures": Smoke(
        {
            "figures.LAYERS": frozenset({"district", "community", "shelter", "school"}),
            "figures.ROUNDS": 1,
        },
        ("make_school_zones:", "make_shelter_reach:", "all indicators"),
    ),
    "filter": Smoke({"filter.RECORDS": 2_000, "filter.ROUNDS": 1}, ("everything", "narrow")),
    "filter_click": Smoke(
        {
            "filter_click.SIZES": (3_176,),
            "filter_click.SLOWED": (1,),
            "filter_click.ROUNDS": 2,
            "naive_maps.ROUNDS": 1,
            "filter_click.KINDS": {"markers": "folium markers", "circles": "folium circles"},
        },
        (
            "first paint",
            "filter click to painted:",
            "folium markers, 3,176 rentals:",
            "folium circles, 3,176 rentals:",
        ),
        fixture="browser_found",
        marks=[pytest.mark.browser],
    ),
    "footprint": Smoke(
        {"footprint.PAGES": (1, 2), "footprint.ROWS": 300},
        ("disk: libraries", "quiet", "2 pages open", "import of 300 rows, worst"),
        marks=[LINUX_ONLY],
    ),
    "hotspots": Smoke(
        {
            "hongkong.EXTENT": (835_500.0, 814_500.0, 836_500.0, 815_500.0),
            "hotspots.YEARS": (2017,),
            "hotspots.THIN": 0.5,
            "hotspots.THIN_RUNS": 1,
            "hotspots.NULL_RUNS": 1,
            "hotspots.NULL_TOTALS": (100,),
            "hotspots.TIMED": (1_000,),
        },
        (
            "made ready in",
            "ours",
            "network KDE 100 m",
            "plain count",
            "DBSCAN",
            "Gi*",
            "planar KDE",
            "true rates known",
            "sites (±100 m, not overlapping):",
            "thinned to 50%, cells at 5 %, mean of 1 runs: ours",
            "even risk,   100 crashes:",
            "a 600 m trend,   100 crashes:",
            "relabelled years",
            "snapped, scored, listed",
        ),
        fixture="testdata",
    ),
    "import_csv": Smoke(
        {"import_csv.ROWS": 500}, ("ours", "pandas", "geopandas", "ratio"), marks=[POSIX_ONLY]
    ),
    "backup": Smoke(
        {"backup.MEGABYTES": 4, "backup.UPLOAD_MEGABYTES": 1, "backup.RECORDS": 500},
        ("backup", "restore"),
    ),
    "undo": Smoke({"undo.ROWS": 100}, ("import", "undo")),
    "import_xlsx": Smoke(
        {"import_xlsx.ROWS": 200}, ("ours", "pandas", "geopandas", "ratio"), marks=[POSIX_ONLY]
    ),
    "recognition": Smoke(
        {"recognition.SAMPLES": 3, "recognition.SIZES": (20,)},
        ("outline only", "streets, addresses", "footprints", "a third known"),
        fixture="testdata",
    ),
    "map_paint": Smoke(
        {
            "map_paint.SIZES": (200,),
            "map_paint.ROUNDS": 1,
            "map_paint.NAIVE_ROUNDS": 1,
        },
        ("legend click to painted", "month to painted", "folium circles, 200: rebuilt and painted"),
        fixture="browser_found",
        marks=[pytest.mark.browser],
    ),
    "memory": Smoke(
        {"memory.WARMING": 2, "memory.CHANGES": 4, "memory.READINGS": 1, "memory.APART_MS": 10},
        ("page:", "server:"),
        fixture="browser_found",
        marks=[pytest.mark.browser, POSIX_ONLY],
    ),
    "reads_meanwhile": Smoke(
        {
            "reads_meanwhile.ROWS": 300,
            "reads_meanwhile.RENTALS": 10,
            "reads_meanwhile.QUIET_S": 0.2,
        },
        ("nothing going on", "during an import", "imported"),
    ),
    "tiles": Smoke(
        {
            "tiles.RECORDS": 4_000,
            "tiles.ZOOMS": (12, 16),
            "tiles.TILES": 2,
            "tipg.PIP": ("--no-index",),  # nothing is asked of the network
        },
        ("put in order in", "all of them, zoom", "half of them, zoom", "columns:", "beside tipg"),
    ),
    "search": Smoke(
        {"search.RECORDS": 2_000, "search.ROUNDS": 1},
        ("put into one text in", "新庄西街12号:", "不存在:"),
    ),
    "sessions": Smoke(
        {"sessions.SESSIONS": 3, "sessions.EVERY_S": 0.3, "sessions.LASTING_S": 1.0},
        ("3 sessions", "server:"),
        marks=[POSIX_ONLY],
    ),
    "signin": Smoke(
        {
            "signin.ROUNDS": 1,
            "signin.REQUESTS": 5,
            "signin.PARALLEL": 4,
            "signin.QUARTER": timedelta(seconds=1),
        },
        (
            "right password",
            "wrong password",
            "no such account",
            "while shut",
            "without the gate p50",
            "with the gate    p50",
            "4 at once:",
            "one account",
            "1,000 accounts",
        ),
    ),
    "start": Smoke(
        {}, ("first start", "second start"), fixture="installed_venv", marks=[POSIX_ONLY]
    ),
    "takeaway": Smoke(
        {"takeaway.RECORDS": 300, "takeaway.BATCH": 200},
        ("incidents; making them takes", "csv:", "peak"),
        marks=[POSIX_ONLY],
    ),
    "soak": Smoke(
        {
            "soak.RERUNS": 5,
            "soak.HOURS": 2,
            "soak.AN_HOUR": 1,
            "soak.VIEWS": 1,
            "soak.IDLE": 1,
            "soak.FORGOTTEN_S": 0,
        },
        ("filter reruns of one session", "hours of sessions that come, stay and leave"),
        marks=[LINUX_ONLY],
    ),
    "storage": Smoke(
        {
            "storage.RECORDS": 500,
            "storage.WRITERS": 2,
            "storage.EDITS": 5,
        },
        ("making them takes", "all new", "all unchanged", "build the read model", "10 edits"),
    ),
}


@pytest.fixture
def browser_found() -> None:
    """Skip where a benchmark would find no browser."""
    if find_browser() is None:
        require_or_skip("no Chromium, Chrome or Edge found: name one in SAFETY_MAP_BROWSER")


@pytest.fixture
def installed_venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lend the libraries of this interpreter to a start, under a stamp that is only ours."""
    venv = tmp_path / "venv"
    venv.mkdir()
    for entry in Path(sys.prefix).iterdir():
        (venv / entry.name).symlink_to(entry)
    monkeypatch.setenv("SAFETY_MAP_VENV", str(venv))
    lock = ROOT / "requirements.lock"
    stamp = venv / f"{lock.name}.sha256"
    stamp.unlink(missing_ok=True)
    stamp.write_text(digest(lock))
    assert Path(venv_python()).exists(), "tests run in a venv"
    monkeypatch.setattr("benchmarks.start.VENV", venv)


def test_every_benchmark_has_its_smoke_run() -> None:
    programs = {
        path.stem
        for path in (ROOT / "benchmarks").glob("*.py")
        if "\ndef main() -> None:" in path.read_text(encoding="utf-8")
    }
    assert programs == set(SMOKES)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=smoke.marks) for name, smoke in SMOKES.items()]
)
def test_a_benchmark_prints_its_figures(
    name: str,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    smoke = SMOKES[name]
    if smoke.fixture:
        request.getfixturevalue(smoke.fixture)
    for constant, size in smoke.sizes.items():
        monkeypatch.setattr(f"benchmarks.{constant}", size)
    main = import_module(f"benchmarks.{name}").main
    # of its own thread: the session's browser keeps an event loop running in this one
    with ThreadPoolExecutor(1) as aside:
        aside.submit(main).result()
    said = capfd.readouterr().out
    assert not NOT_FINITE.search(said), said
    for label in smoke.labels:
        assert is_followed_by_a_number(label, said), f"{label}\n{said}"


def is_followed_by_a_number(label: str, said: str) -> bool:
    """Tell whether some line has the label, and each that has it a figure after it."""
    after = [line.partition(label)[2] for line in said.splitlines() if label in line]
    return bool(after) and all(map(NUMBER.search, after))
