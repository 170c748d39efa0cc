"""Why two records may be one thing, in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

from dashboard.texts import FOLDER, read_texts
from dashboard.wording import number_text
from geodata.results.duplicates import FEATURES, UNKNOWN, share_of

if TYPE_CHECKING:
    from pathlib import Path

    from dashboard.duplicates.listed import Listed
    from dashboard.texts import Language, Texts
    from geodata.catalogue.model import Catalogue
    from geodata.results.duplicates import Pairs

TEXTS: Final[Path] = FOLDER / "duplicates"
HOUR_S: Final = 3_600
SUREST: Final = 99
"""Per cent a proposal is said to be at most: nothing is certain until somebody has looked."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One feature two records were compared in: the words, and the bits it adds to the odds."""

    text: str
    bits: float


def words_of(language: Language) -> Texts:
    """Return the words of the page."""
    return read_texts(language, TEXTS)


def lead_text(words: Texts, texts: Texts, catalogue: Catalogue, listed: Listed) -> str:
    """Say how many pairs wait to be decided, by layer; before any comparison that there is none."""
    if listed.version is None:
        return words("waiting")
    counts = {layer: len(pairs) for layer, pairs in listed.proposed.items()}
    if not counts:
        return words("lead_none")
    named = [
        words("of_layer", layer=texts.name(catalogue.by_layer[layer].name), n=number_text(n))
        for layer, n in counts.items()
    ]
    return words("lead", n=number_text(sum(counts.values())), layers=texts("facts.and").join(named))


def state_text(words: Texts, listed: Listed, version: int) -> str:
    """Say what is to be known of the list: what a merge does, or that the data are newer than it.

    Parameters
    ----------
    version
        Data version that is shown.
    """
    is_stale = listed.version is not None and listed.version < version
    told = words("stale" if is_stale else "hint")
    return f"{told}{words('cut')}" if listed.is_cut else told


def sure_text(bits: float) -> str:
    """Write how sure a proposal is, in whole per cent rounded down; never 100 %."""
    return f"{min(int(share_of(bits) * 100), SUREST)} %"


def evidence_of(words: Texts, pairs: Pairs, nth: int) -> list[Evidence]:
    """Return what is known of a pair, what weighs most first; what is unknown is left out."""
    metres, gap_s = float(pairs.metres[nth]), float(pairs.gap_s[nth])
    values = {"metres": number_text(round(metres)) if not isnan(metres) else ""}
    values["gap"] = "" if isnan(gap_s) else gap_text(words, gap_s)
    found = [
        Evidence(words(f"evidence.{feature}.{level}", **values), float(pairs.weights[feature][nth]))
        for feature, levels in FEATURES.items()
        for level in [levels[pairs.levels[feature][nth]]]
        if level != UNKNOWN
    ]
    return sorted(found, key=lambda one: -abs(one.bits))


def reason_text(words: Texts, evidence: list[Evidence], remark: str) -> str:
    """Write why somebody decided: what was shown for it, and what they added."""
    shown = words("between").join(one.text for one in evidence)
    return words("reason", evidence=shown, remark=remark) if remark else shown


def gap_text(words: Texts, seconds: float) -> str:
    """Write a time between two events in minutes, or in hours with one decimal."""
    if seconds < HOUR_S:
        return words("minutes", n=number_text(round(seconds / 60)))
    return words("hours", n=number_text(round(seconds / HOUR_S, 1)))
