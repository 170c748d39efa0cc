"""Why a job was not done, in both languages."""

from __future__ import annotations

from functools import partial
from typing import Final

from dashboard.health.words import TEXTS as HEALTH
from dashboard.texts import FOLDER, say_in_both
from geodata.errors import SafetyMapError

TEXTS: Final = FOLDER / "worker"
_PARTS: Final = ("found", "expected", "remedy")
_in_both: Final = partial(say_in_both, TEXTS)


class WorkerError(SafetyMapError):
    """A job was not done; its words are in both languages."""


def refusal(reason: str, **values: object) -> WorkerError:
    """Make the error of a reason under ``refused`` of the text files.

    Parameters
    ----------
    values
        What its texts name.
    """
    return WorkerError(*(_in_both(f"refused.{reason}.{part}", **values) for part in _PARTS))


def trouble_refusal(trouble: str) -> WorkerError:
    """Make the error of what is wrong with disk or database.

    Parameters
    ----------
    trouble
        As `dashboard.health.words.trouble_of` names it.
    """
    parts = ("title", "means", "remedy")
    return WorkerError(*(say_in_both(HEALTH, f"trouble.{trouble}.{part}") for part in parts))
