"""Below the map of shelters: who is out of reach, shelters by class, and the records behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard.components.records.by_number import Shown, record_page
from dashboard.components.records.taking import table_takeaway
from dashboard.components.shelters.choices import choose_shelters
from dashboard.components.table import (
    PAGE_ROWS,
    Heading,
    pages_json,
    rows_json,
    show_table,
    tab_json,
    to_headings,
)
from dashboard.shelters.figures import (
    Asked,
    coverage,
    far_rentals,
    m2_per_place,
    of_classes,
    uncovered,
)
from dashboard.shelters.words import (
    CLASSES,
    OUT,
    RENTALS,
    SHELTERS,
    TABS,
    area_text,
    asked_text,
    kind_text,
    target_text,
)
from dashboard.wording import number_text, percent_text
from geodata.results.shelter_reach import EVERY, RENTAL, SHELTER

if TYPE_CHECKING:
    from dashboard.components.shelters.choices import Choice
    from dashboard.components.view import View
    from dashboard.texts import Texts
    from geodata.results.shelter_reach import ShelterReach

Json = dict[str, object]
Rows = list[tuple[str, list[str]]]

KEY: Final = "shelter_rows"
_OUT: Final = ("area", "far", "share", "people")
_CLASSES: Final = (
    "class", "count", "effective", "capacity", "m2_per_place", "target", "covered", "covered_share",
)  # fmt: skip
_LEFT: Final = frozenset({"area", "class", "target"})


def show_shelter_rows(
    view: View, made: ShelterReach, asked: Asked, choice: Choice, words: Texts
) -> None:
    """Draw the tab that was chosen."""

    def follow(what: str, value: object) -> None:
        if what == "tab":
            choose_shelters(choice.opening(str(value)))
        if what == "page" and isinstance(value, int) and not isinstance(value, bool):
            choose_shelters(replace(choice, first=max(value, 0)))

    far, out = far_rentals(made, asked), uncovered(made, asked)
    counts = {OUT: len(out), SHELTERS: len(made.shelters), RENTALS: len(far)}
    counts[CLASSES] = len(made.kinds) - 1
    shown = {
        OUT: lambda: areas_shown(view, made, asked, words, choice.first, PAGE_ROWS),
        CLASSES: lambda: classes_shown(view, made, asked, words),
        SHELTERS: lambda: record_page(view, SHELTER, made.shelters, choice.first),
        RENTALS: lambda: _rentals(view, made, asked, words, choice.first),
    }[choice.tab]()
    show_table(
        KEY,
        view.texts,
        label=words("cards.label"),
        tabs=[
            tab_json(tab, words(f"tabs.{tab}"), number_text(counts[tab]), current=tab == choice.tab)
            for tab in TABS
        ],
        on=follow,
        columns=shown.columns,
        rows=rows_json(shown.rows),
        empty=shown.empty or words(f"empty.{choice.tab}"),
        about=asked_text(words, view.catalogue, asked),
        definition=_definition(words, asked, choice.tab),
        opens="map" if choice.tab in {SHELTERS, RENTALS} else None,
        pages=pages_json(view.texts, choice.first, len(shown.rows), shown.total),
        take=_take(view, replace(choice, asked=asked), shown.total),
    )


def _take(view: View, choice: Choice, count: int) -> Json | None:
    table = {OUT: "shelter_areas", CLASSES: "shelter_classes"}.get(choice.tab)
    return None if table is None else table_takeaway(view, table, count, **choice.to_query())


def _definition(words: Texts, asked: Asked, tab: str) -> Json:
    """Say what the numbers of a tab mean."""
    card = {CLASSES: "covered"}.get(tab, tab)
    within = number_text(asked.within_m)
    return {"name": words(f"cards.{card}"), "text": words(f"define.{card}", within=within)}


def areas_shown(
    view: View,
    made: ShelterReach,
    asked: Asked,
    words: Texts,
    first: int = 0,
    most: int | None = None,
) -> Shown:
    """Show the areas with people out of reach; all from the first one where `most` is None."""
    listed = uncovered(made, asked)
    rows: Rows = [
        (
            one.code,
            [
                area_text(words, view.model, one.code),
                number_text(round(one.people)),
                words("cards.share", share=percent_text(one.people / one.of)),
                number_text(round(one.of)),
            ],
        )
        for one in listed[first : None if most is None else first + most]
    ]
    return Shown(to_headings(words, _OUT, left=_LEFT), rows, len(listed))


def classes_shown(view: View, made: ShelterReach, asked: Asked, words: Texts) -> Shown:
    """Show the shelters by class."""
    kinds = [kind for kind in made.kinds if kind != EVERY]
    rows: Rows = [(kind, class_cells(view, made, asked, words, kind)) for kind in kinds]
    return Shown(to_headings(words, _CLASSES, left=_LEFT), rows, len(rows))


def class_cells(view: View, made: ShelterReach, asked: Asked, words: Texts, kind: str) -> list[str]:
    """Write the row of one class: room, room for each place, and the people within reach of it."""
    rows = of_classes(made, view.model, (kind,))
    covered = coverage(made, replace(asked, kind=kind))
    targets = [
        target
        for target in view.catalogue.shelter_targets
        if target.indicator is None and target.classes == (kind,)
    ]
    value = m2_per_place(made, view.model, (kind,))
    return [
        kind_text(words, view.catalogue, kind),
        number_text(int(rows.sum())),
        _sum_text(words, made.effective_m2[rows]),
        _sum_text(words, made.capacity[rows]),
        words("cards.blank") if np.isnan(value) else number_text(round(value, 1)),
        target_text(words, targets[0], value, "") if targets else words("cards.blank"),
        number_text(round(covered.covered)),
        words("cards.share", share=percent_text(covered.share)),
    ]


def _rentals(view: View, made: ShelterReach, asked: Asked, words: Texts, first: int) -> Shown:
    numbers = far_rentals(made, asked)
    shown = record_page(view, RENTAL, numbers, first)
    metres = dict(
        zip(made.rentals.tolist(), made.rental_m[asked.kind, asked.way].tolist(), strict=True)
    )
    rows = [
        (key, [*cells, _metres_text(words, metres[int(key.split(".")[1])])])
        for key, cells in shown.rows
    ]
    columns = [*shown.columns, Heading("metres", words("col.metres"), right=True)]
    return replace(shown, columns=columns, rows=rows)


def _sum_text(words: Texts, values: np.ndarray[tuple[int], np.dtype[np.float32]]) -> str:
    told = values[np.isfinite(values)]
    return (
        number_text(round(float(told.sum(dtype=np.float64)))) if len(told) else words("cards.blank")
    )


def _metres_text(words: Texts, metres: float) -> str:
    return number_text(round(metres)) if np.isfinite(metres) else words("metres.no_way")
