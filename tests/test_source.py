"""What the architecture tests look for is really found."""

import re

import pytest

from tests import test_architecture as rules
from tests.source import ROOT, Module, files, length

SAMPLE = Module(
    "geodata/sample.py",
    '''"""说明"""
import os.path
from dashboard.map import page

def get_rows(df):
    """Two lines
    of words.
    """
    def handle_it(): return datetime.now()
    title = "标题"
    return default_rng()
''',
)


def test_imports_inside_and_outside_are_seen() -> None:
    assert [name for _, name in SAMPLE.imports()] == ["os.path", "dashboard.map.page"]


def test_names_of_functions_arguments_and_variables_are_seen() -> None:
    assert {name for _, name in SAMPLE.names()} == {"get_rows", "handle_it", "df", "title"}


def test_calls_are_seen_with_their_arguments() -> None:
    assert {call[1:] for call in SAMPLE.calls()} == {
        ("datetime.now", False),
        ("default_rng", False),
    }


def test_docstrings_are_no_page_text() -> None:
    assert [text for _, text in SAMPLE.texts()] == ["标题"]


def test_a_docstring_does_not_make_a_function_long() -> None:
    assert [length(function) for function in SAMPLE.functions()] == [4, 1]


@pytest.mark.parametrize("name", ["get_rows", "handle_click", "df", "_get_x", "rows_df"])
def test_vague_names_are_refused(name: str) -> None:
    assert rules.VAGUE_NAME.search(name)


@pytest.mark.parametrize("name", ["target_rows", "budget", "together", "pdf", "handled"])
def test_honest_names_pass(name: str) -> None:
    assert not rules.VAGUE_NAME.search(name)


@pytest.mark.parametrize(
    ("pattern", "call"),
    [
        (rules.CLOCK, "datetime.now"),
        (rules.CLOCK, "dt.date.today"),
        (rules.CLOCK, "time.time"),
        (rules.CLOCK, "random.choice"),
        (rules.UNSEEDED, "np.random.default_rng"),
        (rules.GLOBAL_RANDOM, "np.random.shuffle"),
    ],
)
def test_clock_and_chance_are_recognised(pattern: re.Pattern[str], call: str) -> None:
    assert pattern.search(call)


def test_foreign_words_are_recognised() -> None:
    assert rules.FOREIGN_WORDS.search("-".join(w[::-1] for w in rules.BACKWARDS.split()))


def test_every_file_of_ours_is_looked_at() -> None:
    seen = {path.relative_to(ROOT).as_posix() for path in files()}
    assert {"run.py", ".ci/run", "pyproject.toml", "tests/source.py"} <= seen
    assert not any("__pycache__" in path for path in seen)
