"""How long each kind is kept: as declared, or as an office sets it in ``retention.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ConfigDict, Field, StrictInt

from dashboard.retention.words import refusal
from dashboard.settings_file import UnfitError, in_words, read_settings_file
from geodata.catalogue.retention import LEAST_DAYS, MOST_DAYS
from geodata.retention import PERSONAL, personal_days

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geodata.catalogue.model import Catalogue

FILE_NAME: Final = "retention.toml"


class RetentionPolicy(BaseModel):
    """What an office sets; all of it optional.

    Parameters
    ----------
    nightly
        Whether the worker purges each night; else somebody does it by the command.
    days
        By id of a kind.
    layers
        Days for the personal fields of a layer, by its id.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    nightly: bool = False
    days: dict[str, StrictInt] = Field(default_factory=dict)
    layers: dict[str, StrictInt] = Field(default_factory=dict)


def read_retention_policy(data: Path) -> RetentionPolicy:
    """Read what a data folder sets.

    Raises
    ------
    RetentionError
        Names the key that is wrong.
    """
    path = data / FILE_NAME
    try:
        return read_settings_file(path, RetentionPolicy)
    except UnfitError as error:
        if error.expected is None:
            told = {"found": error.found, "expected": in_words("toml")}
            raise refusal("unreadable", path=path, **told) from error
        raise refusal("wrong_value", path=path, line=error.found) from error


def days_of(catalogue: Catalogue, policy: RetentionPolicy) -> dict[str, int]:
    """Return for how many days each kind is kept, in the order they are told.

    Raises
    ------
    RetentionError
        Where the office names a kind there is none of, or a time that is too short or too long.
    """
    ours = {
        PERSONAL + layer.id: (personal_days(layer), LEAST_DAYS)
        for layer in catalogue.layers
        if layer.personal_fields
    }
    ours |= {kind.id: (kind.days, kind.least) for kind in catalogue.kept_kinds}
    theirs = {**policy.days, **{PERSONAL + name: days for name, days in policy.layers.items()}}
    for kind, days in theirs.items():
        _require_fit(kind, days, ours)
    return {kind: theirs.get(kind, days) for kind, (days, _) in ours.items()}


def _require_fit(kind: str, days: int, ours: Mapping[str, tuple[int, int]]) -> None:
    name = kind.removeprefix(PERSONAL)
    if kind not in ours:
        alike = kind.startswith(PERSONAL)
        known = [one for one in ours if one.startswith(PERSONAL) is alike]
        names = ", ".join(one.removeprefix(PERSONAL) for one in known)
        raise refusal("unknown_kind", file=FILE_NAME, found=name, known=names)
    least = ours[kind][1]
    if not least <= days <= MOST_DAYS:
        limits = {"least": least, "most": MOST_DAYS}
        raise refusal("unfit_days", file=FILE_NAME, kind=name, days=days, **limits)
