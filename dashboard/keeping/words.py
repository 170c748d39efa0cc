"""What is said about backups and restoring, in both languages."""

from __future__ import annotations

from functools import partial
from typing import Final

from dashboard.texts import FOLDER, say_in_both
from geodata.errors import SafetyMapError

TEXTS: Final = FOLDER / "keeping"
in_both: Final = partial(say_in_both, TEXTS)
_PARTS: Final = ("found", "expected", "remedy")


class KeepingError(SafetyMapError):
    """A backup or a restore cannot be done; its words are in both languages."""


def refusal(reason: str, **values: object) -> KeepingError:
    """Make the error of a reason under ``refused`` of the text files.

    Parameters
    ----------
    values
        What its texts name.
    """
    return KeepingError(*(in_both(f"refused.{reason}.{part}", **values) for part in _PARTS))
