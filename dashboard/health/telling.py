"""A self-check in words: one sentence for all of it, and one line for each check."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from dashboard.wording import size_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.health.check import Line
    from dashboard.texts import Texts

SIZES: Final = frozenset(
    {"free", "total", "least", "size", "database", "uploads", "logs", "backups"}
)
"""Values that are bytes."""


def headline(words: Texts, lines: Sequence[Line]) -> str:
    """Say how all of it stands, by the worst."""
    counts = Counter(line.finding.state for line in lines)
    if counts["bad"]:
        return words("headline.bad", n=counts["bad"])
    look = counts["warn"] + counts["unknown"]
    return words("headline.warn", n=look) if look else words("headline.fine")


def line_cells(words: Texts, line: Line) -> tuple[str, str, str]:
    """Return result, name and what is to be said of it."""
    state, key, values = line.finding
    told = {name: as_text(words, name, value) for name, value in values.items()}
    said = words(f"checks.{line.id}.{key}", **told) if key else words("failed", **told)
    return words(f"state.{state}"), words(f"checks.{line.id}.name"), said


def as_text(words: Texts, name: str, value: object) -> object:
    """Return a value as a text names it: sizes in MB or GB, a tuple of what is declared by name."""
    if isinstance(value, tuple):
        return words("and").join(words.name(one) for one in value)
    return size_text(value) if name in SIZES and isinstance(value, int) else value
