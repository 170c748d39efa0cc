"""What READMEs and docs name is there: files, commands, benchmarks, declarations."""

import re
from collections.abc import Iterator
from pathlib import Path

import run
from tests.benchmarks.test_smoke import SMOKES
from tests.source import ROOT

DOCS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OFFICE = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
OURS = "benchmarks|dashboard|deploy|docs|etl|geodata|tests"
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
PATH = re.compile(rf"`((?:{OURS})/[\w./*-]+)`")
MODULE = re.compile(rf"python3? -m ((?:{OURS})(?:\.\w+)*)(?![\w.])")
COMMAND = re.compile(r"(?<!`)run\.py ([a-z]+)\b")
BENCHMARK = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
DECLARED = re.compile(r"^\| `([\w/*]+\.yaml)` \|", re.MULTILINE)


def named(pattern: re.Pattern[str], *docs: Path) -> Iterator[tuple[Path, str]]:
    """Find what documents name; there must be something to look at."""
    found = [(doc, name) for doc in docs for name in pattern.findall(doc.read_text("utf-8"))]
    assert found
    yield from found


def test_every_link_leads_to_a_file() -> None:
    broken = [
        f"{doc.name}: {to}" for doc, to in named(LINK, *DOCS) if not (doc.parent / to).exists()
    ]
    assert broken == []


def test_every_path_in_the_docs_is_there() -> None:
    missing = [
        f"{doc.name}: {path}" for doc, path in named(PATH, *DOCS) if not any(ROOT.glob(path))
    ]
    assert missing == []


def test_every_module_that_is_to_be_started_is_there() -> None:
    places = [(doc, ROOT.joinpath(*name.split("."))) for doc, name in named(MODULE, *DOCS)]
    missing = [
        f"{doc.name}: {place.name}"
        for doc, place in places
        if not place.with_suffix(".py").exists() and not (place / "__main__.py").exists()
    ]
    assert missing == []


def test_every_command_of_run_py_is_one() -> None:
    words = {word for _, word in named(COMMAND, *DOCS)}
    assert words - {*run.PROGRAMS, "signin"} == set()


def test_both_readmes_tell_the_same_commands() -> None:
    english, chinese = ({word for _, word in named(COMMAND, readme)} for readme in OFFICE)
    assert english == chinese


def test_every_benchmark_is_in_the_list_and_nothing_else() -> None:
    listed = {name for _, name in named(BENCHMARK, ROOT / "docs" / "benchmarks.md")}
    assert listed == set(SMOKES)


def test_every_file_of_declarations_is_in_the_list_and_nothing_else() -> None:
    folder = ROOT / "geodata" / "catalogue"
    listed = {name for _, name in named(DECLARED, ROOT / "docs" / "catalogue.md")}
    files = {
        path.name if path.parent == folder else f"{path.parent.name}/*.yaml"
        for path in folder.rglob("*.yaml")
    }
    assert listed == files
