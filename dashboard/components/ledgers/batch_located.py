"""How the coordinates of a ledger were read: in which CRS, on what ground, how exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.components.ledgers.recognised_places import crs_name
from dashboard.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from dashboard.texts import Texts

BASES: Final = ("said", "declared", "headings", "remembered", "recognised", "assumed", "drawn")


def located_text(texts: Texts, crs: str | None, located: Mapping[str, Any] | None) -> list[str]:
    """Say it in a sentence, and another on the places it was checked by; none without positions."""
    located = located or {}
    basis = located.get("basis")
    if crs is None or basis not in BASES:
        return []
    name = crs_name(texts, crs)
    told = [texts("ledgers.located", crs=name, how=texts(f"ledgers.located_{basis}"))]
    anchors = located.get("anchors", [])
    if anchors:
        rows = texts("guided.and").join(number_text(one["row"]) for one in anchors)
        metres = texts("guided.and").join(number_text(round(one["off_m"])) for one in anchors)
        told.append(texts("ledgers.located_anchors", rows=rows, metres=metres))
    return told
