"""The words of the page that sets a street up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.texts import FOLDER, read_texts
from dashboard.wording import number_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dashboard.setup.standing import Standing
    from dashboard.texts import Language, Texts

TEXTS: Final[Path] = FOLDER / "setup"


def words_of(language: Language) -> Texts:
    """Return the words of the page."""
    return read_texts(language, TEXTS)


def lead_text(words: Texts, standings: Sequence[Standing]) -> str:
    """Say in one sentence how far the street is set up."""
    if standings[0].state == "missing":
        return words("lead_start")
    for state, key in (("missing", "lead_lacks"), ("partial", "lead_partial")):
        names = [words.name(one.layer.name) for one in standings if one.state == state]
        if names:
            return words(key, names=words("and").join(names))
    return words("lead_whole")


def held_text(words: Texts, standing: Standing) -> str:
    """Say what there is of a layer."""
    held = standing.held
    if not held:
        return words("nothing")
    told: dict[str, object] = {name: number_text(count) for name, count in held.items()}
    match standing.layer.record:
        case "area":
            parts = ["areas", *(name for name in ("blank", "loose") if held[name])]
            return words("between").join(words(f"held.{part}", **told) for part in parts)
        case "population":
            told |= {"year": held["year"], "share": percent_text(held["told"] / held["of"])}
        case "street":
            told |= {
                "km": number_text(round(held["km"], 1)),
                "share": percent_text(held["named_share"]),
            }
    return words(f"held.{standing.kind}", **told)
