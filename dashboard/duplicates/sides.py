"""Two records field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dashboard.wording import number_text, value_text
from geodata.facts import fact_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.texts import Texts
    from geodata.catalogue.model import Field, Layer
    from geodata.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Line:
    """One field of two records as it is shown; '' where one leaves it blank."""

    label: str
    one: str
    other: str

    @property
    def compares(self) -> Literal["same", "differs", "lone"]:
        """Whether both say the same, something else, or only one says anything."""
        if not (self.one and self.other):
            return "lone"
        return "same" if self.one == self.other else "differs"


def side_by_side(
    texts: Texts,
    layer: Layer,
    one: Mapping[str, object],
    other: Mapping[str, object],
    viewer: Viewer,
) -> list[Line]:
    """Return the fields either of them fills, as their facts show them, in declared order."""
    lines = [
        Line(texts.name(field.name), *(_text(texts, layer, field, r, viewer) for r in (one, other)))
        for field in layer.fields
        if field.facts
    ]
    lines.append(Line(texts("table.place"), *(_placed(texts, r) for r in (one, other))))
    return [line for line in lines if line.one or line.other]


def fuller(lines: list[Line], *, placed: tuple[bool, bool]) -> Literal["one", "other"]:
    """Say which of two records is rather to be kept: what is placed, else what tells more.

    The first where they are equal.
    """
    more = sum(bool(line.other) - bool(line.one) for line in lines)
    is_other = more > 0 if placed[0] == placed[1] else placed[1]
    return "other" if is_other else "one"


def _placed(texts: Texts, record: Mapping[str, object]) -> str:
    """Say whether it is on the map, and within how many metres where that is known."""
    if record.get("lng") is None:
        return ""
    precision, there = record.get("precision_m"), texts("table.on_map")
    if not isinstance(precision, (int, float)):
        return there
    return f"{there} {texts('map.metres', n=f'±{number_text(precision)}')}"


def _text(
    texts: Texts, layer: Layer, field: Field, record: Mapping[str, object], viewer: Viewer
) -> str:
    fact = fact_of(record, field, layer, viewer)
    return value_text(texts, field, fact.value) if fact else ""
