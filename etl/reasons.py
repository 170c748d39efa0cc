"""What the clerk is told, from the text file: why a file is refused, what is wrong with a row."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from geodata.errors import LedgerError

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
    """Say what is wrong with a row: the text of a rule with its values filled in."""
    text: str = _texts()["rows"][rule][language]
    return text.format_map(values)


def line(name: str, **values: object) -> str:
    """Say one line of an import's progress or report, Chinese and English."""
    text: str = _texts()["lines"][name]
    return text.format(**values)
