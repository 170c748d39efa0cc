"""Reading one of the files in which an office sets something: TOML, checked by its shape."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.texts import FOLDER, say_in_both

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_EXPECTED: Final = {
    "greater_than_equal": "at_least",
    "less_than_equal": "at_most",
    "int_type": "whole",
    "int_parsing": "whole",
    "bool_type": "yes_no",
    "bool_parsing": "yes_no",
    "string_type": "quoted",
    "path_type": "quoted",
    "extra_forbidden": "no_such",
    "missing": "needed",
}
"""By what pydantic calls it: our words for the mistakes that are made."""

_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f]")

Shape = TypeVar("Shape", bound=BaseModel)


class UnfitError(ValueError):
    """A file of settings cannot be used.

    Parameters
    ----------
    found
        The key and its value; of a file that cannot be read, why.
    expected
        Of that key; None where the file cannot be read at all.
    """

    def __init__(self, found: str, expected: str | None = None) -> None:
        super().__init__(found)
        self.found, self.expected = found, expected


def in_words(key: str, **values: object) -> str:
    """Say what a file of settings should be, or what to do, in both languages."""
    return say_in_both(FOLDER, f"settings.{key}", **values)


def expected_of(error: Mapping[str, Any]) -> str:
    """Say what a value should be, in both languages where it is a mistake that is often made."""
    key = _EXPECTED.get(error["type"])
    return in_words(key, **error.get("ctx", {})) if key else str(error["msg"])


def told_unreadable(error: ValueError) -> str:
    """Say why a file is no TOML in UTF-8, and in which line where the parser says so."""
    line = re.search(r"at line (\d+)", str(error))
    return in_words("wrong_line", line=line[1], why=error) if line else str(error)


def require_plain(told: Any, key: str = "") -> None:  # noqa: ANN401 - whatever TOML holds
    r"""Refuse texts with signs nobody sees: of the path E:\backup TOML makes one with a \b.

    Raises
    ------
    UnfitError
        Names the first key that has one.
    """
    if isinstance(told, dict):
        for name, value in told.items():
            require_plain(value, f"{key}.{name}".lstrip("."))
    elif isinstance(told, list):
        for value in told:
            require_plain(value, key)
    elif isinstance(told, str) and _UNSEEN.search(told):
        raise UnfitError(f"{key} = {told!r}", in_words("slashes"))


def read_settings_file(path: Path, shape: type[Shape]) -> Shape:
    """Read a file of settings; where there is none, what holds where nothing is set.

    Raises
    ------
    UnfitError
        Names the first key that is wrong.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
        require_plain(told)
        return shape.model_validate(told)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnfitError(told_unreadable(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise UnfitError(f"{key} = {first.get('input')!r}", expected_of(first)) from error
