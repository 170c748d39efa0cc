"""Hotspots in words: names, intervals, trends, as list, facts and sentence write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.texts import FOLDER, read_texts
from dashboard.wording import number_text, percent_text
from geodata.analysis.hotspots.site_facts import PEAK_HOURS
from geodata.results.monthlist import INDOORS, OUTDOORS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dashboard.texts import Language, Texts
    from geodata.catalogue.model import Catalogue
    from geodata.results.monthlist import SiteName, Spot, Told

TEXTS: Final = FOLDER / "hotspots"
HARM: Final = ("death", "serious", "slight")
MIDNIGHT: Final = 24
FAR_APART: Final = 10
"""From this on decimals say nothing."""


def words_of(language: Language) -> Texts:
    """Return the words of the hotspot page."""
    return read_texts(language, TEXTS)


def kind_text(words: Texts, catalogue: Catalogue, kind: str) -> str:
    """Name a kind of incidents."""
    if kind in {OUTDOORS, INDOORS}:
        return words(f"kinds.{kind}")
    return next((words.name(t.name) for t in catalogue.incident_types if t.id == kind), kind)


def place_text(words: Texts, name: SiteName) -> str:
    """Name a site by its junction, else by its street, else by the junction's number."""
    streets = words("name.cross").join(name.crossing)
    junction = name.junction + 1  # people count from one
    crosses = len(name.crossing) > 1
    if crosses and name.at_junction:
        return words("name.junction", streets=streets)
    if crosses:
        return words("name.near", street=name.street, streets=streets)
    if name.junction >= 0 and name.at_junction:
        if not name.street:
            return words("name.nameless", junction=junction)
        return words("name.numbered", street=name.street, junction=junction)
    if not name.street:
        return words("name.unknown")
    return words("name.beside" if name.beside else "name.along", street=name.street)


def label_text(name: SiteName) -> str:
    """Name a site in as few signs as fit on the map, the same in every language."""
    return " × ".join(name.crossing) if len(name.crossing) > 1 else name.street


def code_text(spot: Spot) -> str:
    """Return band and number, such as ``A1``."""
    return f"{spot.band}{spot.number}"


def figure_text(value: float) -> str:
    """Write an expectation or a ratio: one decimal, none from ten on."""
    return number_text(round(value, 0 if value >= FAR_APART else 1))


def interval_text(words: Texts, value: float, low: float, high: float) -> str:
    """Write a number with its interval."""
    ends = {"low": figure_text(low), "high": figure_text(high)}
    return words("cell.interval", value=figure_text(value), **ends)


def times_text(words: Texts, spot: Spot) -> str:
    """Say how many times the average a site has."""
    return words("cell.times", n=figure_text(spot.times))


def harm_text(spot: Spot) -> str:
    """Write incidents with death, serious and slight injury, apart."""
    return " / ".join(number_text(spot.graded.get(grade, 0)) for grade in HARM)


def trend_text(words: Texts, spot: Spot) -> str:
    """Say whether the last 12 months differ from the 12 before: an arrow only with evidence."""
    if spot.arrow == 0:
        return words("cell.steady")
    low = figure_text(spot.ratio_low or 0.0)
    high = words("cell.blank") if spot.ratio_high is None else figure_text(spot.ratio_high)
    return words("cell.up" if spot.arrow > 0 else "cell.down", low=low, high=high)


def peak_text(words: Texts, spot: Spot) -> str:
    """Write the busiest three hours; around midnight they go on from 0."""
    if spot.peak is None:
        return words("cell.no_peak")
    end = (spot.peak + PEAK_HOURS) % MIDNIGHT or MIDNIGHT
    return words("cell.hours", start=spot.peak, end=end)


def told_text(words: Texts, told: Told | None, name: str) -> str:
    """Write the commonest value with its count among those known."""
    if told is None:
        return words("cell.blank")
    return words("cell.counted", name=name, count=told.count, known=told.known)


def share_text(share: float) -> str:
    """Write a share in per cent, whole from ten on."""
    percent = share * 100
    return f"{percent:.0f}" if percent >= FAR_APART else percent_text(share)


def streets_text(words: Texts, spots: Iterable[Spot]) -> tuple[int, str]:
    """Name the one or two streets most of some sites lie on, and count those that do.

    Only streets with at least two of them; none is 0 and ''.
    """
    on: dict[str, set[int]] = {}
    for spot in spots:
        for street in {spot.name.street, *spot.name.crossing} - {""}:
            on.setdefault(street, set()).add(spot.number)
    often = sorted((s for s in on if len(on[s]) > 1), key=lambda s: (-len(on[s]), s))[:2]
    return len(set().union(*(on[s] for s in often))), words("name.and").join(often)
