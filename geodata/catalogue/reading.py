"""Reading one declaration file: YAML without its traps, checked against its shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from geodata.catalogue.complaints import Where, complaint, shape_complaint

if TYPE_CHECKING:
    from pathlib import Path

Shape = TypeVar("Shape", bound=BaseModel)
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
BOOLEAN = "tag:yaml.org,2002:bool"
MISREAD = {BOOLEAN, "tag:yaml.org,2002:timestamp"}


class _RepeatedKeyError(yaml.YAMLError):
    """A block says the same key twice; YAML itself would keep the last without a word."""


class _Loader(_Base):  # type: ignore[misc]  # the C loader where libyaml is there, else Python's
    """Safe YAML in which on, off, yes, no and dates are words, and a key stands once."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: ANN401, FBT001, FBT002  # as yaml declares it
        """Build a block; refuse a key that stands in it twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                line = key.start_mark.line + 1
                raise _RepeatedKeyError(f"{key.value} (line {line})")
            seen.add(key.value)
        block: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return block


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag not in MISREAD]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(BOOLEAN, re.compile("^(?:true|false)$"), list("tf"))


def read_declaration(path: Path, shape: type[Shape]) -> tuple[Where, Shape]:
    """Return the declaration in `path`, with the place that errors about it start from.

    Raises
    ------
    CatalogueError
        The file is missing, is not UTF-8, is not YAML, or a key in it does not fit `shape`.
    """
    where = Where(path, declared=_read_yaml(path))
    try:
        return where, shape.model_validate(where.declared)
    except ValidationError as error:
        raise shape_complaint(where, shape, error) from error


def _read_yaml(path: Path) -> Any:  # noqa: ANN401  # whatever stands in the file
    try:
        return yaml.load(path.read_text(encoding="utf-8-sig"), Loader=_Loader)  # noqa: S506  # a safe loader
    except FileNotFoundError as error:
        raise complaint(Where(path), "no_file", None) from error
    except UnicodeDecodeError as error:
        raise complaint(Where(path), "encoding", error.object[error.start : error.end]) from error
    except _RepeatedKeyError as error:
        raise complaint(Where(path), "repeated_key", str(error)) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise complaint(Where(path), "syntax", f"line {line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise complaint(Where(path), "syntax", str(error)) from error
