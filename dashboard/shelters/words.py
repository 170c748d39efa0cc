"""Shelters in words: the finding, what it rests on, and the cards."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard.shelters.figures import coverage, far_rentals, uncovered
from dashboard.texts import FOLDER, read_texts
from dashboard.wording import number_text, percent_text
from geodata.results.shelter_reach import EVERY, SHELTER, STREETS

if TYPE_CHECKING:
    from dashboard.shelters.figures import Asked
    from dashboard.texts import Language, Texts
    from geodata.catalogue.model import Catalogue, ShelterTarget
    from geodata.readmodel import ReadModel
    from geodata.results.shelter_reach import ShelterReach

Json = dict[str, object]

TEXTS: Final = FOLDER / "shelters"
OUT, CLASSES, SHELTERS, RENTALS = "out", "classes", "shelters", "rentals"
TABS: Final = (OUT, CLASSES, SHELTERS, RENTALS)
WORST: Final = 3


def words_of(language: Language) -> Texts:
    """Return the words of the page of shelters."""
    return read_texts(language, TEXTS)


def kind_text(words: Texts, catalogue: Catalogue, kind: str) -> str:
    """Name a class of shelters, or all of them."""
    classes = catalogue.by_layer[SHELTER].classes
    if kind == EVERY or classes is None:
        return words("choose.all")
    return words.name(classes.values[classes.index(kind)].name)


def area_text(words: Texts, model: ReadModel, code: str) -> str:
    """Name an area with the one above it."""
    if code not in model.areas:
        return words("area.none")
    path = model.areas.path(model.areas.index_of[code])
    return " ".join(area.name for area in path if area.level != "district") or path[-1].name


def asked_text(words: Texts, catalogue: Catalogue, asked: Asked) -> str:
    """Say from what it is measured."""
    return words(
        "about",
        kind=kind_text(words, catalogue, asked.kind),
        way=words(f"choose.{asked.way}"),
        within=number_text(asked.within_m),
    )


def headline(words: Texts, made: ShelterReach, asked: Asked) -> str:
    """Say the finding in one sentence; people may be in reach of a shelter that is not shown."""
    covered = coverage(made, asked)
    if not len(made.shelters) and not covered.covered:
        return words("say.none")
    within, out = number_text(asked.within_m), round(covered.people - covered.covered)
    if not out:
        people = number_text(round(covered.people))
        return words("say.all_covered", people=people, within=within)
    share = percent_text(covered.share)
    return words("say.covered", share=share, within=within, out=number_text(out))


def notes(words: Texts, made: ShelterReach, model: ReadModel, asked: Asked) -> list[str]:
    """Say who is worst off, how people were placed, how it was measured."""
    living, said = made.living, []
    if worst := uncovered(made, asked)[:WORST]:
        names = [f"{area_text(words, model, w.code)} {number_text(round(w.people))}" for w in worst]
        said.append(words("say.worst", areas=words("say.and").join(names)))
    people, homes = number_text(round(made.population)), number_text(living.homes)
    if living.source == "population":
        kinds = words("say.and").join(words(f"kinds.{kind}") for kind in living.kinds)
        shares = {
            "placed": percent_text(made.placed / made.population),
            "floors": percent_text(0.0 if isnan(living.by_floors) else living.by_floors),
        }
        told = {"people": people, "homes": homes, "kinds": kinds, "year": living.year}
        said.append(words("say.people_spread", **told, **shares))
    else:
        said.append(words("say.people_told", people=people, homes=homes))
    parts = [words(f"say.{asked.way}", day=made.day)]
    if unplaced := round(made.population - made.placed):
        parts.insert(0, words("say.unplaced", n=number_text(unplaced)))
    if asked.way == STREETS and (off := int(made.off_streets.sum())):
        parts.append(words("say.off_streets", n=off))
    return [*said, " · ".join([*parts, words("say.made", version=made.version)])]


def cards(
    words: Texts, made: ShelterReach, asked: Asked, *, tab: str, sample: str | None
) -> list[Json]:
    """Return the main figures; each opens a tab of the table."""
    covered, within = coverage(made, asked), {"within": number_text(asked.within_m)}
    people, inside = round(covered.people), round(covered.covered)
    far, rentals = len(far_rentals(made, asked)), len(made.rentals)
    told = made.capacity[np.isfinite(made.capacity)]
    room = number_text(round(float(told.sum(dtype=np.float64))))
    capacity = _capacity(words, len(made.shelters), len(made.capacity) - len(told))
    rows = [
        ("covered", CLASSES, inside, "people", _share(words, inside, people),
         _of(words, inside, people, "people")),
        ("out", OUT, people - inside, "people", _share(words, people - inside, people),
         _of(words, people - inside, people, "people")),
        ("rentals", RENTALS, far, "buildings", _share(words, far, rentals),
         _of(words, far, rentals, "buildings") if rentals else words("cards.none_seen")),
        ("shelters", SHELTERS, len(made.shelters), "places",
         words("cards.capacity", n=room) if len(told) else "", capacity),
    ]  # fmt: skip
    return [
        {
            "id": name,
            "name": words(f"cards.{name}"),
            "number": number_text(value),
            "unit": words(f"cards.{unit}"),
            "earlier": earlier,
            "change": change,
            "definition": words(f"define.{name}", **within),
            "chosen": tab == opens,
            "sample": sample,
        }
        for name, opens, value, unit, earlier, change in rows
    ]


def card_tab(name: str) -> str:
    """Return the tab a card opens."""
    return {"out": OUT, "rentals": RENTALS, "shelters": SHELTERS}.get(name, CLASSES)


def target_text(words: Texts, target: ShelterTarget, value: float, unit: str) -> str:
    """Say whether a target is met; NaN cannot be told."""
    if isnan(value):
        return words("cards.unknown")
    word = "cards.met" if value >= target.at_least else "cards.unmet"
    said = words(word, target=f"{number_text(target.at_least)} {unit}".strip())
    return words("cards.unverified", text=said) if target.unverified else said


def _share(words: Texts, part: int, whole: int) -> str:
    return words("cards.share", share=percent_text(part / whole)) if whole else ""


def _capacity(words: Texts, shelters: int, missing: int) -> str:
    if not shelters:
        return words("cards.none_seen")
    return words("cards.no_capacity", n=missing) if missing else words("cards.all_capacity")


def _of(words: Texts, part: int, whole: int, unit: str) -> str:
    numbers = {"part": number_text(part), "all": number_text(whole)}
    return words("cards.of_all", unit=words(f"cards.{unit}"), **numbers)
