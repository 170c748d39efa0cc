"""What the facts say of the records one stands for besides itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashboard.server.facts import detail_text, source_text, title_text
from geodata.facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.server.facts import Json
    from dashboard.texts import Texts
    from geodata.catalogue.model import Layer
    from geodata.storage.reads import StoredRecord
    from geodata.viewer import Viewer


def merged_section(
    texts: Texts,
    layer: Layer,
    records: Sequence[StoredRecord],
    ledgers: Mapping[int, str],
    viewer: Viewer,
) -> Json | None:
    """Return a line for each merged record: what tells it apart, its ledger and row; None of none.

    Parameters
    ----------
    ledgers
        File names by batch.
    """
    if not records:
        return None
    items = [
        {
            "text": _called(texts, layer, record, viewer),
            "source": source_text(texts, record, ledgers.get(record["batch"], "")),
        }
        for record in records
    ]
    return {"label": texts("facts.merged", n=len(items)), "items": items}


def _called(texts: Texts, layer: Layer, record: StoredRecord, viewer: Viewer) -> str:
    """Say who reported it, of places what they are called, and what tells it apart."""
    facts = facts_of(record, layer, viewer)
    source = next((str(fact.value) for fact in facts if fact.field.column == "source"), "")
    name = source or title_text(texts, layer, record, viewer)
    return " · ".join(filter(None, (name, detail_text(texts, layer, record, facts))))
