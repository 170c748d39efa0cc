"""One line of JSON for each thing that is logged, with personal data removed as it is made."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import FrameType, TracebackType
from typing import Final

from dashboard.log.redacting import redact
from geodata.settings import CHECKOUT

MOST_FRAMES: Final = 40
MOST_ERRORS: Final = 8
ASKED: Final = ("incident", "method", "route", "account")
"""What a line may say besides: of which incident, and who asked for what."""

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class SafeRecord(logging.LogRecord):
    """A record whose message and exception hold no personal data, whoever logs and shows it.

    Of an exception stay its kind, what it says without values, and where it was raised: never the
    values of variables. What led to it follows, each in the same way.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - as the base class is called
        self,
        name: str,
        level: int,
        pathname: str,
        lineno: int,
        msg: object,
        args: tuple[object, ...],
        exc_info: Raised | None,
        func: str | None = None,
        sinfo: str | None = None,
    ) -> None:
        super().__init__(name, level, pathname, lineno, msg, args, None, func)
        del sinfo
        self.msg, self.args = redact(_said(self)), None
        error = exc_info[1] if exc_info else None
        self.errors = described(error) if error is not None else []
        self.exc_text = "\n".join(_lines(one) for one in self.errors) or None


class JsonLines(logging.Formatter):
    """One line of JSON for each record."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "said": record.getMessage(),
            **{name: value for name in ASKED if (value := getattr(record, name, None)) is not None},
            "errors": getattr(record, "errors", []),
        }
        return json.dumps({k: v for k, v in told.items() if v != []}, ensure_ascii=False)


def described(error: BaseException) -> list[dict[str, object]]:
    """Return an error and what led to it, the last first: kind, what it says, and where."""
    told: list[dict[str, object]] = []
    left, seen = [error], set[int]()
    while left and len(told) < MOST_ERRORS:
        one = left.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        told.append(_described(one))
        if isinstance(one, BaseExceptionGroup):
            left.extend(one.exceptions)
        before = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        left.extend([before] if before is not None else [])
    return told


def _described(error: BaseException) -> dict[str, object]:
    try:
        said = "; ".join([str(error), *getattr(error, "__notes__", [])])
    except Exception:  # noqa: BLE001 - an error that cannot even say what it is
        said = ""
    kind = type(error)
    frames = [_place(frame, line) for frame, line in walk_tb(error.__traceback__)]
    return {
        "kind": f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."),
        "said": redact(said),
        "frames": frames[-MOST_FRAMES:],
    }


def _place(frame: FrameType, line: int) -> str:
    """Return file, line and function: ours as in the checkout, others by their module."""
    path = Path(frame.f_code.co_filename)
    named = str(frame.f_globals.get("__name__", "?"))
    file = path.relative_to(CHECKOUT).as_posix() if path.is_relative_to(CHECKOUT) else named
    return f"{file}:{line} {frame.f_code.co_qualname}"


def _lines(one: dict[str, object]) -> str:
    frames = one["frames"]
    places = [f"  {place}" for place in frames] if isinstance(frames, list) else []
    return "\n".join([*places, f"{one['kind']}: {one['said']}"])


def _said(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - a log line that does not fit its own values
        return str(record.msg)
