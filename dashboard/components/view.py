"""Everything a page reads in one run: one data version, one filter, one viewer, one language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from dashboard.components.session import chosen_selection, chosen_texts
from dashboard.server.live import live
from dashboard.wording import period_text
from geodata.columns import mask
from geodata.criteria import Criteria, to_criteria
from geodata.viewer import OFFICE, Viewer

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from dashboard.server.live import Live
    from dashboard.texts import Texts
    from geodata.catalogue.model import Catalogue
    from geodata.readmodel import ReadModel
    from geodata.selection import Selection


@dataclass(frozen=True)
class View:
    """What one run shows.

    Parameters
    ----------
    live
        The opened data folder.
    model
        The read model of one data version.
    texts
        Words in the language of the session.
    selection
        The filter of the session; its areas are all of this data version.
    viewer
        Who looks.
    today
        The local day.
    """

    live: Live
    model: ReadModel
    texts: Texts
    selection: Selection
    viewer: Viewer
    today: date

    @property
    def catalogue(self) -> Catalogue:
        """The declarations."""
        return self.model.catalogue

    @property
    def is_sample(self) -> bool:
        """Whether everything shown is sample data."""
        return self.live.marked_sample or self.model.sample

    @cached_property
    def criteria(self) -> Criteria:
        """The filter as the numbers columns are compared with."""
        return to_criteria(self.selection, self.catalogue, self.model.areas)

    def chosen(self, layer: str) -> NDArray[np.bool_]:
        """Return the mask of a layer's records under the filter, computed once a run."""
        held = self._masks.get(layer)
        if held is None:
            held = mask(self.model.columns_for(layer, self.viewer), self.criteria)
            self._masks[layer] = held
        return held

    @cached_property
    def _masks(self) -> dict[str, NDArray[np.bool_]]:
        return {}

    @property
    def period_text(self) -> str:
        """The period in words."""
        return period_text(self.texts, self.selection.period, self.today)

    @property
    def area_text(self) -> str:
        """The chosen areas in words."""
        chosen = self.selection.areas
        if not chosen:
            return self.texts("filters.all_areas")
        tree = self.model.areas
        names = [tree.areas[tree.index_of[code]].name for code in chosen[:MOST_NAMES]]
        more = self.texts("filters.some", n=len(chosen))
        return self.texts("facts.and").join(names) if len(chosen) <= MOST_NAMES else more


MOST_NAMES = 2


def open_view(viewer: Viewer = OFFICE) -> View:
    """Take the newest data version and what the session has chosen."""
    served = live()
    today = served.today()
    model = served.model()
    selection = chosen_selection(model.catalogue, model.areas, today=today)
    known = tuple(code for code in selection.areas if code in model.areas)
    selection = replace(selection, areas=known)  # an area may end while a page is open
    return View(served, model, chosen_texts(), selection, viewer, today)
