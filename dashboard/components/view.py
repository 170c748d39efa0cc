"""Everything a page reads in one run: one data version, one filter, one viewer, one language."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from dashboard.components.identity import require_session
from dashboard.components.session import chosen_selection, chosen_texts
from dashboard.server.live import live
from dashboard.wording import period_text
from geodata.analysis.indicators.findings import Findings
from geodata.analysis.indicators.measuring import measure_indicator
from geodata.columns import mask
from geodata.criteria import Criteria, to_criteria
from geodata.results import school_zones, shelter_reach
from geodata.results.kept_results import SCHOOL_ZONES, SHELTER_REACH

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from dashboard.server.live import Live
    from dashboard.texts import Language, Texts
    from geodata.accounts import Session
    from geodata.analysis.indicators.value import IndicatorValue
    from geodata.catalogue.model import Catalogue, Indicator, Project
    from geodata.catalogue.role import Action
    from geodata.readmodel import ReadModel
    from geodata.selection import Selection
    from geodata.viewer import Viewer


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
    session
        Who looks.
    today
        The local day.
    """

    live: Live
    model: ReadModel
    texts: Texts
    selection: Selection
    session: Session
    today: date

    @property
    def language(self) -> Language:
        """The language of the session."""
        return self.texts.language

    @property
    def catalogue(self) -> Catalogue:
        """The declarations."""
        return self.model.catalogue

    @cached_property
    def viewer(self) -> Viewer:
        """What of the records they see; always masked."""
        return self.live.door.rights.viewer(self.session.account, on=self.today)

    def allows(self, action: Action) -> bool:
        """Say whether they may do something."""
        return self.live.door.allows(self.session, action)

    @property
    def is_sample(self) -> bool:
        """Whether everything shown is sample data."""
        return self.live.marked_sample or self.model.sample

    @cached_property
    def findings(self) -> Findings:
        """What the worker has found, as far as they may see it."""
        storage = self.live.storage
        zones, reach = SCHOOL_ZONES.newest(storage), SHELTER_REACH.newest(storage)
        return Findings(
            zones and school_zones.seen_by(zones, self.viewer, self.model),
            reach and shelter_reach.seen_by(reach, self.viewer, self.model),
        )

    def measure(self, indicator: Indicator) -> IndicatorValue:
        """Measure one indicator under the filter."""
        return measure_indicator(
            indicator,
            self.model,
            self.selection,
            self.viewer,
            today=self.today,
            findings=self.findings,
        )

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
        """The chosen areas in words, and whether a drawn one narrows them."""
        named = self._named(self.selection.areas) if self.selection.areas else self.whole_text
        return self.texts("filters.drawn", area=named) if self.selection.shape else named

    @property
    def whole_text(self) -> str:
        """The areas seen at all, in words: what totals without a chosen area are totals of."""
        seen = self.viewer.areas
        known = tuple(sorted(code for code in seen or () if code in self.model.areas))
        if seen is None:
            return self.texts("filters.all_areas")
        return self._named(known) if known else self.texts("filters.no_areas")

    @property
    def projects(self) -> tuple[Project, ...]:
        """The projects seen."""
        seen = self.viewer.projects
        declared = self.catalogue.projects
        return tuple(p for p in declared if seen is None or p.id in seen)

    def _named(self, codes: tuple[str, ...]) -> str:
        tree = self.model.areas
        names = [tree.areas[tree.index_of[code]].name for code in codes[:MOST_NAMES]]
        more = self.texts("filters.some", n=len(codes))
        return self.texts("facts.and").join(names) if len(codes) <= MOST_NAMES else more


MOST_NAMES = 2


def open_view() -> View:
    """Take the newest data version and what the session has chosen."""
    served = live()
    today = served.today()
    model = served.model()
    selection = chosen_selection(model.catalogue, model.areas, today=today)
    known = tuple(code for code in selection.areas if code in model.areas)
    selection = replace(selection, areas=known)  # an area may end while a page is open
    return View(served, model, chosen_texts(), selection, require_session(), today)
