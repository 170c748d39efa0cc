"""The hotspot list of a month, whole: from the read model to what is kept and shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geodata.analysis.hotspots.cell_list import make_cell_list
from geodata.analysis.hotspots.count_rules import counts_for, pieces_meeting
from geodata.analysis.hotspots.located import Ground, Located, area_codes, lay_ground, locate
from geodata.analysis.hotspots.month_incidents import Happened, happened_within
from geodata.analysis.hotspots.month_members import gather_members, site_rows
from geodata.analysis.hotspots.month_spots import Standing, Vocabulary, tell_spots
from geodata.analysis.hotspots.scoring import WINDOW_M, density_per_km
from geodata.analysis.hotspots.site_facts import Leading, count_values, leading_value
from geodata.analysis.hotspots.site_list import Rolling, make_site_list, rolling_months
from geodata.analysis.hotspots.sites import FEWEST, Sites, window_counts
from geodata.analysis.hotspots.street_map import (
    WIDE_WINDOW_M,
    areas_at,
    build_street_map,
    usual_precision,
)
from geodata.catalogue.model import CountRule, Threshold
from geodata.incident_kinds import Kind, kinds_of
from geodata.readmodel import ReadModel
from geodata.results.monthlist import OUTDOORS, ROUGH_M, STEPS, KindList, MonthList, SiteName
from geodata.results.monthlist_members import SiteRows

INCIDENT = "incident"
MONTHS_OF_LIST = 36

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Steps = NDArray[np.uint8]


def last_whole_month(model: ReadModel, today: date) -> date | None:
    """Return the first day after the last month that is over and for which there are incidents.

    None before any incident was imported. A month to whose end the ledgers do not reach would
    look like one in which little happened.
    """
    until = model.data_dates.get(INCIDENT)
    if until is None:
        return None
    return min(until + timedelta(days=1), today).replace(day=1)


def make_month_list(
    model: ReadModel,
    details: Mapping[str, NDArray[Any]],
    levels: Mapping[int, float],
    *,
    end: date,
) -> MonthList:
    """Work out the list of the 36 months before a day, for every kind that occurs in them.

    Parameters
    ----------
    details
        See `geodata.analysis.hotspots.month_incidents.happened_within`.
    levels
        Storeys of streets by number.
    end
        First day of a month.

    Raises
    ------
    AnalysisError
        Where there are no streets.
    """
    months = rolling_months(end)
    happened = happened_within(model.columns[INCIDENT], details, months)
    precision_m = usual_precision(happened.precision_m)
    is_rough = precision_m is not None and precision_m > ROUGH_M
    window_m = WIDE_WINDOW_M if is_rough else WINDOW_M
    street_map = build_street_map(model, levels, window_m=window_m)
    ground = lay_ground(model, street_map, day=months.end - 1)
    work = _Work(model, months, happened, ground, locate(ground, happened.columns))
    drawn = ground.drawn(model)
    lists = [work.listed(k) for k in kinds_of(model.catalogue.incident_types) if work.occurs(k)]
    return MonthList(
        month=(end - timedelta(days=1)).isoformat()[:7],
        start=end.replace(year=end.year - MONTHS_OF_LIST // 12).isoformat(),
        end=end.isoformat(),
        version=model.version,
        sample=model.sample,
        window_m=window_m,
        precision_m=precision_m,
        street_m=float(street_map.streets.network.length_m.sum()),
        area_codes=tuple(area.code for area in model.areas.areas),
        kinds=tuple(one.found for one in lists),
        drawn=drawn,
        steps={one.found.kind: one.steps for one in lists},
        ruled={rule: met.astype(np.uint8) for rule, met in work.ruled.items()},
        members=gather_members(
            happened.columns, {one.found.kind: one.rows for one in lists}, work.words.grades
        ),
    )


def steps_of(times: Floats, counts: Integers) -> Steps:
    """Say how many of `STEPS` each unit reaches; none with fewer incidents around than a site."""
    return np.where(counts < FEWEST, 0, np.searchsorted(STEPS, times, side="right")).astype(
        np.uint8
    )


class _Listed(NamedTuple):
    """The list of one kind, the colours of its pieces or cells, and what its sites count."""

    found: KindList
    steps: Steps
    rows: SiteRows


@dataclass(frozen=True)
class _Work:
    """One list in the making."""

    model: ReadModel
    months: Rolling
    happened: Happened
    ground: Ground
    located: Located

    def occurs(self, kind: Kind) -> bool:
        return bool(kind.holds(self.happened.columns.classes).any())

    def listed(self, kind: Kind) -> _Listed:
        return self._in_cells(kind) if kind.inside else self._on_streets(kind)

    @cached_property
    def ruled(self) -> dict[str, NDArray[np.bool_]]:
        """Which pieces meet each official rule."""
        return {rule.id: self._meeting(rule) for rule in self.model.catalogue.count_rules}

    @cached_property
    def words(self) -> Vocabulary:
        grades = self.model.catalogue.by_layer[INCIDENT].grades
        types = tuple(kind.id for kind in self.model.catalogue.incident_types)
        return Vocabulary(grades.ids if grades else (), types, self.happened.causes)

    @property
    def _counted(self) -> dict[str, Any]:
        lists = {"grades": len(self.words.grades), "causes": max(len(self.words.causes), 1)}
        return {"months": self.months, **lists}

    def _on_streets(self, kind: Kind) -> _Listed:
        rows, street_map = kind.holds(self.happened.columns.classes), self.ground.street_map
        streets = street_map.streets
        past = self.happened.occurrences(rows, self.located.piece)
        found = make_site_list(past, streets, street_map.gazetteer, **self._counted)
        rules = [
            tuple(rule for rule, met in self.ruled.items() if met[piece] and self._fits(rule, kind))
            for piece in found.busiest
        ]
        middles = streets.network.middles_of(found.busiest)
        standing = self._standing(found.names, middles, rules)
        leading = self._leading(kind, rows, self.located.piece, found.sites, len(streets.network))
        spots = tell_spots(found.sites, found.facts, standing, leading, self.words)
        hot = found.hotspots
        average = max(1000.0 * hot.average_per_m, np.finfo(np.float64).tiny)
        times = density_per_km(hot.counts, streets) / average
        steps = steps_of(times, window_counts(hot, streets))
        listed = KindList(kind.id, "pieces", len(past.piece), found.located, spots)
        members = site_rows(rows, self.located.piece, found.sites, len(streets.network))
        return _Listed(listed, steps, members)

    def _in_cells(self, kind: Kind) -> _Listed:
        rows, cells = kind.holds(self.happened.columns.classes), self.ground.cells
        past = self.happened.occurrences(rows, self.located.cell)
        found = make_cell_list(past, cells, **self._counted)
        middles = self.ground.lattice.middles[found.sites.piece]
        names = self._names_at(middles)
        standing = self._standing(names, middles, [()] * len(names))
        leading = self._leading(kind, rows, self.located.cell, found.sites, len(cells))
        spots = tell_spots(found.sites, found.facts, standing, leading, self.words)
        usual = np.maximum(found.units.usual, np.finfo(np.float64).tiny)
        steps = steps_of(found.units.numbers.mean / usual, found.units.counts)
        listed = KindList(kind.id, "cells", len(past.piece), found.located, spots)
        members = site_rows(rows, self.located.cell, found.sites, len(cells))
        return _Listed(listed, steps, members)

    def _standing(
        self, names: tuple[SiteName, ...], middles: Floats, rules: list[tuple[str, ...]]
    ) -> Standing:
        x, y = self.ground.world(middles)
        codes = area_codes(self.model, areas_at(self.model, x, y))
        return Standing(names, x, y, codes, rules)

    def _names_at(self, middles: Floats) -> tuple[SiteName, ...]:
        """Name cells after the street or junction nearest to their middle."""
        street_map = self.ground.street_map
        pieces = street_map.snapper.snap(middles, within_m=np.inf).piece
        return tuple(street_map.gazetteer.name(int(p), np.array([p])) for p in pieces)

    def _leading(
        self, kind: Kind, rows: NDArray[np.bool_], unit: Integers, sites: Sites, units: int
    ) -> Leading | None:
        if len(kind.classes) == 1:
            return None
        on = rows & (unit >= 0)
        site = sites.places(units)[unit[on]]
        classes, types = self.happened.columns.classes[on], len(self.words.types)
        return leading_value(count_values(site, classes, sites=len(sites), kinds=types))

    def _fits(self, rule: str, kind: Kind) -> bool:
        """Whether a rule is about incidents of this kind."""
        declared = {r.id: set(self._classes(r)) for r in self.model.catalogue.count_rules}
        return kind.id == OUTDOORS or not declared[rule].isdisjoint(kind.classes)

    def _classes(self, rule: CountRule) -> tuple[int, ...]:
        kinds = kinds_of(self.model.catalogue.incident_types)
        return tuple(c for k in kinds if k.id in rule.incident_types for c in k.classes)

    def _meeting(self, rule: CountRule) -> NDArray[np.bool_]:
        columns, streets = self.happened.columns, self.ground.street_map.streets
        chosen = Kind(rule.id, self._classes(rule), inside=False).holds(columns.classes)
        chosen &= (columns.from_day >= self._since(rule.months)) & (self.located.piece >= 0)
        grade_ids = np.array([*self.words.grades, None], dtype=np.object_)
        grades = grade_ids[np.minimum(columns.grades, len(self.words.grades))]

        def counted(threshold: Threshold) -> Integers:
            on = chosen & counts_for(threshold, grades, self.happened.dead)
            return np.bincount(self.located.piece[on], minlength=len(streets.network))

        return pieces_meeting(rule, counted, streets.distances)

    def _since(self, months: int) -> int:
        """First day of the last so many months."""
        spans = {12: self.months.year_before, 24: self.months.two_years_before}
        return spans.get(months, self.months.start)
