"""The incidents of one site as rows: those its number counts, as far as the viewer sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from dashboard.components.records.by_number import Shown, record_page
from dashboard.hotspots.behind import COUNT, INCIDENT, YEAR, look_behind
from dashboard.hotspots.facts import site_title
from dashboard.hotspots.words import HARM
from dashboard.wording import number_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.components.hotspots.choices import Choice
    from dashboard.components.table import Parts
    from dashboard.components.view import View
    from dashboard.hotspots.asked import Seen
    from dashboard.hotspots.behind import Behind
    from dashboard.texts import Texts
    from geodata.results.monthlist import KindList, Spot


def site_parts(spot: Spot, row: str) -> dict[str, Parts]:
    """Return by column the numbers of a site that open their rows; 0 has none."""

    def each(parts: Sequence[str]) -> Parts:
        counts = [(part, part_count(spot, part)) for part in parts]
        return [(f"{row}.{part}" if count else "", number_text(count)) for part, count in counts]

    return {"count": each([COUNT]), "year": each([YEAR]), "harm": each(HARM)}


def part_count(spot: Spot, part: str) -> int:
    """Return one of a site's numbers as the list has it."""
    counts = {COUNT: spot.count, YEAR: spot.last_year}
    return counts[part] if part in counts else spot.graded.get(part, 0)


def chosen_site(found: KindList, choice: Choice) -> Spot | None:
    """Return the site whose incidents are opened; None for none, or one not seen."""
    return next((spot for spot in found.spots if spot.number == choice.site), None)


def incidents_shown(
    view: View, seen: Seen, spot: Spot, choice: Choice, words: Texts
) -> tuple[Shown, str]:
    """Show the incidents of a site's number, and say how rows and number go together."""
    behind = look_behind(
        seen.made, choice.kind, spot.number, choice.part, model=view.model, viewer=view.viewer
    )
    if behind is None:
        shown = record_page(view, INCIDENT, np.array([], dtype=np.uint32), 0)
        return shown, words("behind.not_kept")
    return record_page(view, INCIDENT, behind.numbers, choice.first), behind_text(words, behind)


def part_title(words: Texts, spot: Spot, part: str) -> str:
    """Name a site's number, with the number."""
    count = number_text(part_count(spot, part))
    return words(f"behind.{part}", site=site_title(words, spot), n=count)


def behind_text(words: Texts, behind: Behind) -> str:
    """Say how many rows there are, why not as many as counted, and which have changed since."""
    counts = {
        "rows": len(behind.numbers),
        "hidden": behind.hidden,
        "ended": behind.ended,
        "moved": behind.moved,
        "corrected": behind.corrected,
    }
    told = [
        words(f"behind.{name}", n=number_text(count))
        for name, count in counts.items()
        if count or name == "rows"
    ]
    return words("name.stop").join(told)
