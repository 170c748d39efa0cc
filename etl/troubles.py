"""What can be wrong with a cell or a row."""

from dataclasses import dataclass
from typing import Any

from etl.reasons import reason
from geodata.masking import scrub_text


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell that is not as it should be.

    Parameters
    ----------
    rule
        Key of the reason.
    reason
        In the clerk's words.
    rejects
        True where the row cannot be a record; else it is a warning and `value` is kept.
    """

    rule: str
    reason: str
    rejects: bool = True
    value: Any = None


def trouble(rule: str, *, rejects: bool = True, value: object = None, **named: object) -> Trouble:
    """Make a `Trouble` with its reason spelled out.

    Whole telephone and ID numbers are masked in it, for columns are mistaken for each other.
    """
    shown = {
        name: scrub_text(text) if isinstance(text, str) else text for name, text in named.items()
    }
    return Trouble(rule, reason(rule, shown), rejects=rejects, value=value)
