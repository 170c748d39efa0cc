"""A page of records by their numbers, in an order of one's own, as rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dashboard.components.records.cells import headings, record_rows
from dashboard.components.table import PAGE_ROWS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from dashboard.components.table import Heading
    from dashboard.components.view import View


@dataclass(frozen=True)
class Shown:
    """What a table shows: columns, one page of rows, of how many; why none, where they may not."""

    columns: list[Heading]
    rows: list[tuple[str, list[str]]]
    total: int
    empty: str = ""


def record_page(view: View, layer: str, numbers: NDArray[np.uint32], first: int) -> Shown:
    """Show records of a layer.

    Parameters
    ----------
    numbers
        Of records the viewer may see, all of them.
    first
        Place of the first one shown.
    """
    declared = view.catalogue.by_layer[layer]
    held = view.model.columns_for(layer, view.viewer).number
    places = np.searchsorted(held, numbers[first : first + PAGE_ROWS])
    columns = [
        replace(heading, sortable=False)
        for heading in headings(view.texts, declared, sort=None, falling=False)
    ]
    if not view.allows("view_rows"):
        return Shown(columns, [], 0, view.texts("table.not_allowed"))
    wanted = [heading.id for heading in columns]
    return Shown(columns, record_rows(view, declared, places, wanted), len(numbers))
