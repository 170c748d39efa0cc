"""Errors about a declaration: which file, which key, what stands there, what should."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import yaml
from pydantic import BaseModel

from geodata.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError

TEXTS = Path(__file__).with_name("complaints.yaml")
LONGEST_SHOWN = 80
# Kinds of pydantic that mean the same to whoever wrote the declaration.
SAME = {
    "int_type": "number",
    "int_parsing": "number",
    "int_from_float": "number",
    "float_type": "number",
    "float_parsing": "number",
    "bool_type": "bool_parsing",
    "tuple_type": "list",
    "model_type": "block",
    "model_attributes_type": "block",
    "dict_type": "block",
}


@dataclass(frozen=True, slots=True)
class Where:
    """A key of a declaration file.

    Parameters
    ----------
    path
        The file.
    key
        The way down to the key, e.g. `("fields", 3, "type")`; empty means the whole file.
    declared
        The whole content of the file, to call entries of a list by their ids.
    """

    path: Path
    key: tuple[str | int, ...] = ()
    declared: object = field(default=None, compare=False, repr=False)

    def at(self, *parts: str | int) -> Where:
        """Return the place `parts` further down."""
        return Where(self.path, (*self.key, *parts), self.declared)

    def __str__(self) -> str:
        """Say file and key as they are found in an editor."""
        return f"{self.path}: {self.name}"

    @property
    def name(self) -> str:
        """The key alone: parts joined by dots, entries of a list by id, else by number (#1)."""
        parts, here = [], self.declared
        for part in self.key:
            parts.append(_called(here, part) if isinstance(part, int) else part)
            try:
                here = here[part]  # type: ignore[index]  # any YAML; what cannot go on stops below
            except (IndexError, KeyError, TypeError):
                here = None
        return ".".join(parts) or "(whole file)"


def complaint(where: Where, kind: str, found: object, **details: object) -> CatalogueError:
    """Return the error of one wrong key, on one line, in English and Chinese.

    Parameters
    ----------
    where
        File and key.
    kind
        A key of `complaints.yaml`.
    found
        What stands there; None for nothing.
    details
        What the texts of this kind have gaps for. `known`, the names that would have been
        right, is listed, and the nearest of them suggested.
    """
    texts = _texts()[kind]
    known = details.get("known")
    near: dict[str, str] = {"en": "", "zh": ""}
    if isinstance(known, Collection):
        wrong = where.key[-1] if kind == "extra_forbidden" else found
        near = _nearest(str(wrong), known)
        details["known"] = ", ".join(known) or "(none)"
    english, chinese = (
        [texts[part][language].format(**details) for part in ("expected", "remedy")]
        for language in ("en", "zh")
    )
    return CatalogueError(
        found=f"{where} = {_shown(found)}",
        expected=english[0],
        remedy=f"{near['en']}{english[1]}. 应为{chinese[0]}。{near['zh']}{chinese[1]}。",
    )


def shape_complaint(where: Where, shape: type[BaseModel], error: ValidationError) -> CatalogueError:
    """Return the first mismatch between the file of `where` and the `shape` it should have."""
    first = error.errors(include_url=False)[0]
    key, lacking = _walk(shape, first["loc"])
    kind = _kind(first["type"], first.get("ctx", {}))
    details: dict[str, object] = {
        "key": key[-1] if key else "",
        "known": tuple(lacking.model_fields),
        "msg": first["msg"],
        **first.get("ctx", {}),
    }
    if kind not in _texts():
        kind = "other"
    found = None if kind == "missing" else first.get("input")
    return complaint(where.at(*key), kind, found, **details)


def _nearest(wrong: str, known: Collection[str]) -> dict[str, str]:
    """Say in both languages which known name was probably meant; nothing where none is near."""
    close = get_close_matches(wrong, known, n=1)
    texts = _texts()["nearest"]
    return {lang: texts[lang].format(name=close[0]) if close else "" for lang in ("en", "zh")}


def _called(entries: object, place: int) -> str:
    """Call an entry by its id if no other entry of the list has the same, else by its number."""
    if isinstance(entries, list):
        ids = [entry.get("id") if isinstance(entry, dict) else None for entry in entries]
        if place < len(ids) and isinstance(ids[place], str) and ids.count(ids[place]) == 1:
            return str(ids[place])
    return f"#{place + 1}"


def _kind(kind: str, context: dict[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return "colour" if "#" in context["pattern"] else "identifier"
    return SAME.get(kind, kind)


def _walk(
    shape: type[BaseModel], loc: tuple[str | int, ...]
) -> tuple[tuple[str | int, ...], type[BaseModel]]:
    """Follow `loc` down; leave out what pydantic adds for unions; name the innermost model."""
    key: list[str | int] = []
    for place, part in enumerate(loc):
        field = shape.model_fields.get(str(part))
        if field is not None:
            key.append(part)
            shape = next(_models(field.annotation), shape)
        elif isinstance(part, int) or place == len(loc) - 1:
            key.append(part)
    return tuple(key), shape


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _shown(found: object) -> str:
    """Write a value as YAML would, on one line and not too long."""
    text = "nothing" if found is None else json.dumps(found, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return texts
