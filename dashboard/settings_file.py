"""Reading one of the files in which an office sets something: TOML, checked by its shape."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from dashboard.texts import FOLDER, say_in_both

if TYPE_CHECKING:
    from pathlib import Path

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


def in_words(key: str) -> str:
    """Say what a file of settings should be, or what to do, in both languages."""
    return say_in_both(FOLDER, f"settings.{key}")


def read_settings_file(path: Path, shape: type[Shape]) -> Shape:
    """Read a file of settings; where there is none, what holds where nothing is set.

    Raises
    ------
    UnfitError
        Names the first key that is wrong.
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
        return shape.model_validate(told)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnfitError(str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise UnfitError(f"{key} = {first.get('input')!r}", first["msg"]) from error
