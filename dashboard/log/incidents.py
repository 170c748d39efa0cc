"""A number for whatever went wrong: people are shown the number, the log has the rest."""

from __future__ import annotations

import json
import logging
import secrets
from typing import TYPE_CHECKING, Any, Final

from dashboard.log.files import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without those that look or sound like another one: the number is told over the telephone."""
LENGTH: Final = 8
MARK: Final = '"incident"'

_log = logging.getLogger(__name__)


def note_incident(
    error: BaseException, *, route: str, method: str = "", account: int | None = None
) -> str:
    """Log what went wrong and return its number, such as ``K7QM-2D4X``.

    Parameters
    ----------
    route
        Row of the gate's rules, or part of a page: never the address, which may name anything.
    account
        Number of the account that met it; None for nobody's.
    """
    letters = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    number = f"{letters[:4]}-{letters[4:]}"
    told = {"incident": number, "method": method or None, "route": route, "account": account}
    _log.error("incident", exc_info=error, extra=told)
    return number


def read_incidents(folder: Path, number: str | None = None) -> list[dict[str, Any]]:
    """Return the incidents in the logs of a data folder, newest first.

    Parameters
    ----------
    number
        Of the one looked for, in small letters or without its stroke too; None for all.

    Returns
    -------
    list of dict
        As the log has them: ``incident``, ``at`` (ISO, UTC), ``route``, ``method``, ``account``,
        ``errors`` (each ``kind``, ``said``, ``frames``). Half a line, as a crash may leave one, is
        passed over.
    """
    found = [line for line in _lines(folder) if "incident" in line]
    if number is not None:
        wanted = _plain(number)
        found = [line for line in found if _plain(str(line["incident"])) == wanted]
    return sorted(found, key=lambda line: str(line.get("at", "")), reverse=True)


def _lines(folder: Path) -> Iterator[dict[str, Any]]:
    for path in (folder / FOLDER).glob("*.jsonl*"):
        with path.open(encoding="utf-8", errors="replace") as file:
            for text in file:
                if MARK not in text:
                    continue  # most lines are none, and to read them as JSON takes long
                try:
                    line = json.loads(text)
                except ValueError:
                    continue
                if isinstance(line, dict):
                    yield line


def _plain(number: str) -> str:
    return number.replace("-", "").strip().upper()
