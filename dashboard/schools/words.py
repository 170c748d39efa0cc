"""Schools in words: the finding, what it rests on, cards and rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.schools.figures import (
    BANNED,
    COMING_GOING,
    EVERY,
    FIGURES,
    OF_INCIDENTS,
    SENSITIVE,
    UNKNOWN,
)
from dashboard.texts import FOLDER, read_texts
from dashboard.wording import number_text
from geodata.columns import NO_VALUE
from geodata.results.school_zones import NO_BELL, NO_CALENDAR, NO_TIME, SCHOOL

if TYPE_CHECKING:
    from dashboard.schools.figures import Counter
    from dashboard.texts import Language, Texts
    from geodata.catalogue.model import Catalogue, Zone
    from geodata.readmodel import ReadModel

Json = dict[str, object]

TEXTS: Final = FOLDER / "schools"
SCHOOLS, RINGS = "schools", "rings"
TABS: Final = (SCHOOLS, RINGS, *FIGURES)
CARDS: Final = tuple(figure for figure in FIGURES if figure != UNKNOWN)
_REASONS: Final = {NO_CALENDAR: "no_calendar", NO_TIME: "no_time", NO_BELL: "no_bell"}


def words_of(language: Language) -> Texts:
    """Return the words of the page of schools."""
    return read_texts(language, TEXTS)


def zone_text(words: Texts, zone: Zone) -> str:
    """Name a distance and from what it is measured."""
    return words(f"choose.{zone.measured_from}", n=number_text(zone.distance_m))


def unit_of(catalogue: Catalogue, layer: str, words: Texts) -> str:
    """Return what records of a layer are counted in."""
    return words.name(catalogue.by_layer[layer].unit)


def headline(words: Texts, counter: Counter, zone: Zone, school: int | None) -> str:
    """Say the finding in one sentence."""
    found = {name: counter.find(name, zone, school).count() for name in OF_INCIDENTS}
    whole = words("say.all", n=len(counter.made.schools))
    who = whole if school is None else words("say.one", name=counter.name(school))
    told = {"who": who, "zone": zone_text(words, zone)}
    if found[UNKNOWN] and not found[COMING_GOING]:
        numbers = {"n": number_text(found[EVERY]), "m": number_text(found[UNKNOWN])}
        return words("say.untold", **told, **numbers)
    return words("say.coming", **told, n=number_text(found[COMING_GOING]))


def notes(
    words: Texts, counter: Counter, zone: Zone, school: int | None, *, period: str, area: str
) -> list[str]:
    """Say of which days it is, what cannot be told and why, and what the rules are."""
    lead = [words("say.period", period=period, area=area)]
    if untold := counter.untold(zone, school):
        reasons = [words(f"say.{_REASONS[r]}", n=number_text(n)) for r, n in untold.items()]
        told = {"n": number_text(counter.find(UNKNOWN, zone, school).count())}
        lead.append(words("say.untold_why", reasons=words("say.and").join(reasons), **told))
    gateless = int((counter.made.gates == 0).sum())
    if gateless and zone.measured_from == "gate":
        lead.append(words("say.gateless", n=gateless))
    rule = words("say.rule", zone=zone_text(words, zone), source=source_text(words, zone))
    made = words("say.made", version=counter.made.version)
    last = [rule, *([] if school is not None else [words("say.once")]), made]
    return [" · ".join(lead), words("say.hours"), " · ".join(last)]


def source_text(words: Texts, zone: Zone) -> str:
    """Name the source of a zone, marked where it was not checked."""
    return words("say.unverified", text=zone.source) if zone.unverified else zone.source


def cards(
    words: Texts, counter: Counter, zone: Zone, school: int | None, *, tab: str, sample: str | None
) -> list[Json]:
    """Return the main figures; each opens its rows."""
    every = counter.find(EVERY, zone, school).count()
    unknown = counter.find(UNKNOWN, zone, school).count()
    said = {
        COMING_GOING: words("cards.untold", n=number_text(unknown))
        if unknown
        else words("cards.told"),
        BANNED: words("cards.must_be_none"),
    }
    made: list[Json] = []
    for figure in CARDS:
        found = counter.find(figure, zone, school)
        known = is_known(counter, figure, zone, school)
        made.append(
            {
                "id": figure,
                "name": words(f"cards.{figure}"),
                "number": number_text(found.count()) if known else words("cards.blank"),
                "unit": unit_of(counter.model.catalogue, found.layer, words),
                "earlier": words("cards.of_all", n=number_text(every))
                if figure == COMING_GOING and known
                else "",
                "change": said.get(figure, "")
                if known or (figure == COMING_GOING and unknown)
                else words("cards.no_gate"),
                "definition": definition_text(words, figure, zone),
                "chosen": tab == figure,
                "sample": sample,
            }
        )
    return made


def definition_text(words: Texts, figure: str, zone: Zone) -> str:
    """Say what a figure counts."""
    return words(f"define.{figure}", zone=zone_text(words, zone))


def is_known(counter: Counter, figure: str, zone: Zone, school: int | None) -> bool:
    """Say whether a figure can be told.

    Nothing is known from the gates of a school without any, and no number of incidents as pupils
    came and went where that can be told of none of those there are.
    """
    if figure == COMING_GOING:
        unknown = counter.find(UNKNOWN, zone, school).count()
        if unknown and unknown == counter.find(EVERY, zone, school).count():
            return False
    if figure in {BANNED, SENSITIVE} or zone.measured_from != "gate":
        return True
    rows = counter.made.schools == school if school is not None else slice(None)
    return bool((counter.made.gates[rows] > 0).any())


def figure_cells(words: Texts, counter: Counter, zone: Zone, school: int) -> list[str]:
    """Write all figures of a school in a zone."""
    return [
        number_text(counter.find(figure, zone, school).count())
        if is_known(counter, figure, zone, school)
        else words("cards.blank")
        for figure in FIGURES
    ]


def stage_text(words: Texts, model: ReadModel, row: int) -> str:
    """Name the stage of a school by its row in the columns of all schools."""
    classes = model.catalogue.by_layer[SCHOOL].classes
    index = int(model.columns[SCHOOL].classes[row])
    if classes is None or index == NO_VALUE:
        return words("cards.blank")
    return words.name(classes.values[index].name)
