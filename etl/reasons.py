"""What the clerk is told, from the text file: why a file is refused, what is wrong with a row."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from geodata.errors import LedgerError
from geodata.records import Problem

SHAPE = "shape"
"""Stands for the geometry where a trouble is with it."""

TEXTS = Path(__file__).parent / "reasons.yaml"
LANGUAGES = ("zh", "en")
BETWEEN = "  "
"""Between two languages in one line."""


@cache
def _texts() -> dict[str, Any]:
    declared: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return declared


class Said(NamedTuple):
    """A line that is put into words when it is read, in the language of whoever reads it.

    Parameters
    ----------
    rule, named
        Key under ``notes`` of the text file, and the values its texts name: plain, or texts of
        their own by language.
    """

    rule: str
    named: Mapping[str, Any] = {}

    def text(self, language: str = "zh") -> str:
        """Say it in one language."""
        return _filled(_texts()["notes"][self.rule][language], self.named, language)

    def in_both(self) -> str:
        """Say it in Chinese, then in English."""
        return BETWEEN.join(self.texts().values())

    def texts(self) -> dict[str, str]:
        """Say it by language."""
        return {language: self.text(language) for language in LANGUAGES}


def note(rule: str, **named: object) -> Said:
    """Make a line of a report."""
    return Said(rule, _plain(named))


def refusal(rule: str, **named: object) -> LedgerError:
    """Make the error that refuses a whole file, its words in both languages.

    Parameters
    ----------
    rule
        Key under ``files`` of the text file.
    named
        What its texts name; kept as plain values.
    """
    plain = _plain(named)
    both = zip(*(refused(rule, plain, language) for language in LANGUAGES), strict=True)
    error = LedgerError(*(BETWEEN.join(dict.fromkeys(said)) for said in both))
    error.rule, error.named = rule, plain
    return error


def refused(rule: str, named: Mapping[str, Any], language: str) -> tuple[str, str, str]:
    """Say why a file was refused: what was found, what was expected, what to do."""
    found, expected, remedy = _texts()["files"][rule][language]
    return (
        _filled(found, named, language),
        _filled(expected, named, language),
        _filled(remedy, named, language),
    )


def _plain(named: Mapping[str, object]) -> dict[str, Any]:
    return {
        name: one if isinstance(one, (str, int, float, dict)) else str(one)
        for name, one in named.items()
    }


def _filled(text: str, named: Mapping[str, Any], language: str) -> str:
    return text.format_map(
        {
            name: value[language] if isinstance(value, dict) else value
            for name, value in named.items()
        }
    )


def reason(rule: str, values: Mapping[str, object], language: str = "zh") -> str:
    """Say what is wrong with a row: the text of a rule with its values filled in.

    A rule declared by a layer brings its own words, in `values` by language.
    """
    texts: dict[str, str] | None = _texts()["rows"].get(rule)
    return str(values[language]) if texts is None else texts[language].format_map(values)


def told(problem: Problem, language: str = "zh") -> str:
    """Say a problem in the language of whoever reads it."""
    if problem.reason:  # said by a version that kept no values
        return problem.reason
    text = reason(problem.rule, problem.named, language)
    return text + _texts()["aside"][language] if problem.aside else text


def column_told(column: str, language: str = "zh") -> str:
    """Name a column as the ledger heads it; what has no heading by our word for it."""
    return column if column != SHAPE else str(_texts()["shape"][language])


def line(name: str, **values: object) -> str:
    """Say one line of the command line, Chinese and English."""
    text: str = _texts()["lines"][name]
    return text.format(**values)
