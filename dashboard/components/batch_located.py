"""How the coordinates of a batch were read: in which CRS, on what ground, how exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.components.recognised_places import crs_name
from dashboard.wording import number_text

if TYPE_CHECKING:
    from dashboard.texts import Texts
    from geodata.storage.ledgers import Batch

BASES: Final = ("said", "declared", "headings", "remembered", "recognised", "assumed", "drawn")


def located_text(texts: Texts, batch: Batch) -> list[str]:
    """Say it in a sentence, and another on the places it was checked by; none without positions."""
    located = batch.located or {}
    basis = located.get("basis")
    if batch.crs is None or basis not in BASES:
        return []
    name = crs_name(texts, batch.crs)
    told = [texts("ledgers.located", crs=name, how=texts(f"ledgers.located_{basis}"))]
    anchors = located.get("anchors", [])
    if anchors:
        rows = texts("guided.and").join(number_text(one["row"]) for one in anchors)
        metres = texts("guided.and").join(number_text(round(one["off_m"])) for one in anchors)
        told.append(texts("ledgers.located_anchors", rows=rows, metres=metres))
    return told
