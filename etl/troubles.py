"""What can be wrong with a cell or a row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from etl.reasons import LANGUAGES, reason
from geodata.masking import scrub_text

MOST_SHOWN: Final = 500
"""Letters of a value that a reason repeats."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell that is not as it should be.

    Parameters
    ----------
    rule
        Key of the reason.
    named
        Values its text names.
    rejects
        True where the row cannot be a record; else it is a warning and `value` is kept.
    """

    rule: str
    named: Mapping[str, Any] = field(default_factory=dict)
    rejects: bool = True
    value: Any = None

    @property
    def reason(self) -> str:
        """In words, Chinese."""
        return reason(self.rule, self.named)

    @property
    def reasons(self) -> dict[str, str]:
        """In words by language."""
        return {language: reason(self.rule, self.named, language) for language in LANGUAGES}


def trouble(rule: str, *, rejects: bool = True, value: object = None, **named: object) -> Trouble:
    """Make a `Trouble` with the values its reason names.

    Whole telephone and ID numbers are masked in them, for columns are mistaken for each other; long
    texts are cut, the row keeps them whole.
    """
    shown = {name: _shown(text) if isinstance(text, str) else text for name, text in named.items()}
    return Trouble(rule, shown, rejects=rejects, value=value)


def _shown(text: str) -> str:
    if len(text) <= MOST_SHOWN:
        return scrub_text(text)
    # beyond the cut there is enough for a number that lies across it to be seen as one
    return f"{scrub_text(text[: 2 * MOST_SHOWN])[:MOST_SHOWN]}…"
