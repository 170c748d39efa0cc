"""The rules that keep the whole simple, each as one test over the parsed source."""

import re
import statistics
import subprocess
import sys
from collections.abc import Iterator

from deploy.steps import environment
from tests.source import PACKAGES, ROOT, Module, files, length, modules

OURS = modules(*PACKAGES)
ALL = [*OURS, *modules("deploy", "tests", "benchmarks")]
LONGEST_MODULE, MEDIAN_MODULE = 300, 150
LONGEST_FUNCTION, MEDIAN_FUNCTION = 60, 10

UPWARD = {"geodata": ("etl", "dashboard"), "etl": ("dashboard",), "dashboard": ()}
"""What each package may not import of ours."""

ONLY_IN = {
    "streamlit": "dashboard/",
    "folium": "dashboard/map/",
    "branca": "dashboard/map/",
    "sqlalchemy": "geodata/storage/",
    "alembic": "geodata/storage/",
    "geopandas": "geodata/frames.py",
}
"""Where a library may be imported."""

IMPORTED_AS = {"PyYAML": "yaml", "argon2-cffi": "argon2", "chinesecalendar": "chinese_calendar"}
"""Distributions whose module has another name."""

HEAVY = ("pandera", "pyogrio", "geopandas", "scipy", "alembic")
"""What would make the serving process slow to start and large."""

VAGUE_WORDS = {"utils", "util", "helper", "helpers", "manager", "service"}
VAGUE_NAME = re.compile(r"^_*(get|handle)_|^_*df$|(^|_)df$")
CLOCK = re.compile(r"(^|\.)(now|utcnow|today|time_ns)$|^time\.(time|localtime|gmtime)$|^random\.")
UNSEEDED = re.compile(r"(^|\.)(default_rng|Random)$")
GLOBAL_RANDOM = re.compile(r"^(np|numpy)\.random\.(?!default_rng|Generator|PCG64|SeedSequence)")
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
BACKWARDS = (
    "/krow/ yrarbil./.. sleehw/tpo/ ipyp/tpo/ ved.gkp yrtsigertcafitra yrtsiger-tcafitra "
    "gro.ipyp sjmpn.yrtsiger dm.ngised dm.ytilibailer dm.stopstoh dm.niamod dm.kool"
)
FOREIGN_WORDS = re.compile("|".join(re.escape(word[::-1]) for word in BACKWARDS.split()))
"""Places and papers of the authors' own; backwards above, or this file would find itself."""


def found(modules: list[Module], finds: Iterator[tuple[Module, int, str]]) -> list[str]:
    """Spell findings as path, line, what; there must be something to look at."""
    assert modules
    return [f"{module.path}:{line} {what}" for module, line, what in finds]


def imports() -> Iterator[tuple[Module, int, str]]:
    return ((module, line, name) for module in OURS for line, name in module.imports())


def test_imports_run_downward_only() -> None:
    upward = (
        (module, line, name)
        for module, line, name in imports()
        if name.split(".")[0] in UPWARD[module.package]
    )
    assert found(OURS, upward) == []


def test_what_runs_before_any_library_needs_none() -> None:
    before = [
        m
        for m in ALL
        if m.path in {f"deploy/{name}.py" for name in ("steps", "turns", "libraries")}
    ]
    known = {*sys.stdlib_module_names, "deploy"}
    foreign = (
        (module, line, name)
        for module in before
        for line, name in module.imports()
        if name.split(".")[0] not in known
    )
    assert found(before, foreign) == []


def test_each_library_stays_in_its_place() -> None:
    astray = (
        (module, line, name)
        for module, line, name in imports()
        if (place := ONLY_IN.get(name.split(".")[0])) and not module.path.startswith(place)
    )
    assert found(OURS, astray) == []


def test_analysis_knows_no_storage() -> None:
    astray = (
        (module, line, name)
        for module, line, name in imports()
        if module.path.startswith("geodata/analysis/") and name.startswith("geodata.storage")
    )
    assert found(OURS, astray) == []


def test_environment_variables_are_read_in_one_module() -> None:
    words = re.compile(r"\bos\.(environ|getenv|putenv)\b|\bfrom os import .*(environ|getenv)")
    astray = (
        (module, line, text.strip())
        for module in OURS
        for line, text in enumerate(module.text.splitlines(), 1)
        if module.path != "geodata/settings.py" and words.search(text)
    )
    assert found(OURS, astray) == []


def test_geodata_has_no_clock_and_no_chance() -> None:
    inner = modules("geodata")
    calls = ((module, *call) for module in inner for call in module.calls())
    astray = (
        (module, line, name)
        for module, line, name, has_arguments in calls
        if CLOCK.search(name)
        or GLOBAL_RANDOM.search(name)
        or (UNSEEDED.search(name) and not has_arguments)
    )
    assert found(inner, astray) == []


def test_names_say_what_a_thing_is() -> None:
    vague = (
        (module, line, name)
        for module in ALL
        for line, name in module.names()
        if VAGUE_NAME.search(name)
        or VAGUE_WORDS & set(re.split(r"_|(?<=[a-z])(?=[A-Z])", name.lower()))
    )
    assert found(OURS, vague) == []


def test_modules_and_folders_say_what_they_hold() -> None:
    assert [m.path for m in OURS if VAGUE_WORDS & set(re.split(r"[/._]", m.path))] == []


def test_modules_are_short() -> None:
    lines = {m.path: m.text.count("\n") for m in ALL}
    lines["run.py"] = (ROOT / "run.py").read_text(encoding="utf-8").count("\n")
    assert {path: count for path, count in lines.items() if count > LONGEST_MODULE} == {}
    assert statistics.median(lines.values()) <= MEDIAN_MODULE


def test_functions_are_short() -> None:
    lengths = {
        f"{module.path}:{function.lineno} {function.name}": length(function)
        for module in ALL
        for function in module.functions()
    }
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert statistics.median(lengths.values()) <= MEDIAN_FUNCTION


def test_what_a_person_reads_on_the_page_is_in_text_files() -> None:
    pages = modules("dashboard")
    chinese = (
        (module, line, text)
        for module in pages
        for line, text in module.texts()
        if CHINESE.search(text)
    )
    assert found(pages, chinese) == []


def test_nothing_names_the_place_where_it_was_written() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in files()
        if (match := FOREIGN_WORDS.search(path.read_bytes().decode("utf-8", "ignore")))
    ]
    assert named == []


def test_every_library_used_is_pinned() -> None:
    pins = [
        line.partition("==")
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-r "))
    ]
    assert [name for name, equals, _ in pins if not equals] == []
    pinned = {IMPORTED_AS.get(name, name.lower().replace("-", "_")) for name, *_ in pins}
    used = {name.split(".")[0] for module in ALL for _, name in module.imports()}
    ours = {*PACKAGES, "deploy", "tests", "benchmarks", "run"}
    assert used - pinned - sys.stdlib_module_names - ours == set()


def test_the_serving_process_starts_light() -> None:
    program = f"import sys, dashboard.app; print(sorted(set({HEAVY}) & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout.strip() == "[]", answer.stderr


def test_each_decision_has_a_number_of_its_own_and_bears_it() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in decisions]
    assert len(set(numbers)) == len(numbers) > 20
    titles = [path.read_text(encoding="utf-8").split(maxsplit=2)[1] for path in decisions]
    assert titles == numbers
