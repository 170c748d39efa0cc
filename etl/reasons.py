"""What the clerk is told, from the text file: why a file is refused, what is wrong with a row."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from geodata.errors import LedgerError
from geodata.records import Problem

SHAPE = "shape"
"""Stands for the geometry where a trouble is with it."""

TEXTS = Path(__file__).parent / "reasons.yaml"


@cache
def _texts() -> dict[str, Any]:
    declared: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return declared


def refusal(reason: str, **values: object) -> LedgerError:
    """Make the error that refuses a whole file.

    Parameters
    ----------
    reason
        Key under ``files`` of the text file.
    values
        What its texts name.
    """
    found, expected, remedy = (part.format(**values) for part in _texts()["files"][reason])
    return LedgerError(found, expected, remedy)


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
    """Say one line of an import's progress or report, Chinese and English."""
    text: str = _texts()["lines"][name]
    return text.format(**values)
