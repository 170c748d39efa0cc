"""The back-test and the treatments in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.hotspots.words import figure_text, interval_text, kind_text, share_text
from dashboard.wording import number_text
from geodata.results.monthlist import INDOORS, OUTDOORS

if TYPE_CHECKING:
    from dashboard.texts import Texts
    from geodata.catalogue.model import Catalogue
    from geodata.results.proof import Judged, Proof, Treated

TOLD_SHARE: Final = 0.05


def proof_sentence(words: Texts, catalogue: Catalogue, proof: Proof | None, kind: str) -> str:
    """Say in one sentence how well such lists have foreseen what came after, on the own data."""
    if proof is None:
        return words("proof.making")
    if not proof.folds:
        return words("proof.none")
    top = _judged_with(catalogue, proof, kind)
    if top is None:
        return words("proof.empty")
    name = _told_kind(words, catalogue, top.kind)
    if top.hit_rate is None or top.plain_rate is None or top.attainable is None:
        return words("proof.few", kind=name, n=top.later)
    numbers = {
        "hit": share_text(top.hit_rate),
        "low": share_text(top.low),
        "high": share_text(top.high),
        "ceiling": share_text(top.attainable),
    }
    said = words("proof.sentence", units=words(f"say.{top.units}"), kind=name, **numbers)
    return said + words("name.stop") + words("proof.compared", plain=share_text(top.plain_rate))


def judged_cells(words: Texts, catalogue: Catalogue, tested: Judged) -> list[str]:
    """Write a row of the back-test: kind, what was chosen, what was found by whom."""
    blank, few = words("cell.blank"), words("cell.few")
    chosen = words(f"cell.share_{tested.units}", n=f"{tested.share * 100:.0f}")
    row = [kind_text(words, catalogue, tested.kind), chosen, number_text(tested.later)]
    if tested.hit_rate is None or tested.plain_rate is None:
        return [*row, few, blank, blank, blank, blank]
    ends = {"low": share_text(tested.low), "high": share_text(tested.high)}
    ceiling = tested.attainable
    return [
        *row,
        words("cell.percent_interval", n=share_text(tested.hit_rate), **ends),
        words("cell.percent", n=share_text(tested.plain_rate)),
        blank if ceiling is None else words("cell.percent", n=share_text(ceiling)),
        blank if tested.pai is None else figure_text(tested.pai),
        blank if tested.pei is None else f"{tested.pei:.2f}",
    ]


def treated_cells(words: Texts, catalogue: Catalogue, treated: Treated) -> list[str]:
    """Write a row of the treatments; why nothing is said of one stands in place of the effect."""
    effect = ""
    if treated.ratio is not None and treated.low is not None and treated.high is not None:
        effect = interval_text(words, treated.ratio, treated.low, treated.high)
    expected = treated.expected
    return [
        treated.done,
        treated.name,
        kind_text(words, catalogue, treated.kind),
        number_text(treated.before),
        number_text(treated.after),
        words("cell.blank") if expected is None else figure_text(expected),
        effect or words(f"treated.{treated.state}"),
    ]


def how_text(words: Texts, proof: Proof) -> str:
    """Say how the lists were judged."""
    counts = {"learn": proof.learn_months, "judge": proof.judge_months, "folds": proof.folds}
    return words("proof.how", **counts) if proof.folds else words("proof.none")


def _told_kind(words: Texts, catalogue: Catalogue, kind: str) -> str:
    """Name a kind within a sentence, where "all" alone would not say all of what."""
    if kind in {OUTDOORS, INDOORS}:
        return words(f"proof.{kind}")
    return kind_text(words, catalogue, kind)


def _judged_with(catalogue: Catalogue, proof: Proof, kind: str) -> Judged | None:
    """Return the verdict on a kind, or on the type above it."""
    parent = next((t.parent for t in catalogue.incident_types if t.id == kind), None)
    told = {one.kind: one for one in proof.tested if one.share == TOLD_SHARE}
    return told.get(kind) or (told.get(parent) if parent else None)
