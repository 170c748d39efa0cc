"""Which share of what is counted stands on the map, said wherever counts stand."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.components.view import View
    from geodata.catalogue.model import Layer

TENTHS: Final = 1_000
"""Of a per cent in the whole; rounded down, so that 99.96 % is not all."""


def sources_text(view: View, layers: Iterable[str]) -> str:
    """Name the ledgers that are counted, each with the share of its records on the map.

    Parameters
    ----------
    layers
        Ids; '' is returned where none of them was imported.
    """
    by_layer = view.catalogue.by_layer
    imported = [by_layer[one] for one in layers if one in view.model.data_dates]
    names = view.texts("facts.and").join(_source_text(view, layer) for layer in imported)
    return view.texts("note.sources", sources=names) if names else ""


def _source_text(view: View, layer: Layer) -> str:
    texts, name = view.texts, view.texts.name(layer.name)
    chosen = view.chosen(layer.id)
    placed = view.model.columns_for(layer.id, view.viewer).placed[chosen]
    on, records = int(np.count_nonzero(placed)), len(placed)
    if not records:
        return name
    if on == records:
        return texts("note.all_placed", name=name)
    share = number_text(floor(TENTHS * on / records) / 10)
    return texts("note.share_placed", name=name, share=share)
