"""Why a job was not done, in both languages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from dashboard.health.words import TEXTS as HEALTH
from dashboard.texts import FOLDER, Language, read_texts, say_in_both
from geodata.catalogue.declaration import Words
from geodata.errors import SafetyMapError

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Final = FOLDER / "worker"
PARTS: Final = ("found", "expected", "remedy")
OF_TROUBLE: Final = ("title", "means", "remedy")
OF_JOBS: Final = "job."
TROUBLE: Final = "job.trouble."
"""Begin the rules of these errors; others have their words with the ledgers."""

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
    error = WorkerError(*(_in_both(f"refused.{reason}.{part}", **values) for part in PARTS))
    error.rule, error.named = f"{OF_JOBS}{reason}", {n: str(v) for n, v in values.items()}
    return error


def trouble_refusal(trouble: str) -> WorkerError:
    """Make the error of what is wrong with disk or database.

    Parameters
    ----------
    trouble
        As `dashboard.health.words.trouble_of` names it.
    """
    error = WorkerError(*(say_in_both(HEALTH, f"trouble.{trouble}.{part}") for part in OF_TROUBLE))
    error.rule = f"{TROUBLE}{trouble}"
    return error


def why_failed(kept: Mapping[str, Any]) -> Words:
    """Say what went wrong with a job and what to do.

    Parameters
    ----------
    kept
        As `geodata.errors.SafetyMapError.to_kept` gives it; words without a rule are those of
        both languages, one after the other, or of none.
    """
    if "rule" in kept:
        lines = [said(kept["rule"], kept["named"], language) for language in Language]
        zh, en = (f"{found} {remedy}" for found, _, remedy in lines)
    else:
        parts = [str(kept[part]).split("  ", 1) for part in ("found", "remedy") if part in kept]
        zh, en = (" ".join(part[place] for part in parts) for place in (0, -1))
    return Words(zh=zh, en=en)


def said(rule: str, named: Mapping[str, Any], language: Language) -> list[str]:
    """Say in one language why a job was not done, by what is kept of its error."""
    if rule.startswith(TROUBLE):
        health, trouble = read_texts(language, HEALTH), rule.removeprefix(TROUBLE)
        return [health(f"trouble.{trouble}.{part}") for part in OF_TROUBLE]
    texts = read_texts(language, TEXTS)
    return [texts(f"refused.{rule.removeprefix(OF_JOBS)}.{part}", **named) for part in PARTS]
