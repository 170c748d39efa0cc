"""Columns of values → records: which field goes where, and what follows from others."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from etl.columns import Columns
from etl.headings import BOTH
from etl.keys import Keys
from etl.locate import Placed
from etl.troubles import Trouble, trouble
from etl.words import plain
from geodata.catalogue import Catalogue, Layer
from geodata.catalogue.severity import severity_of
from geodata.localtime import MINUTES_PER_DAY, to_instant
from geodata.records import NOTHING, Occurrence, Record, Scalar

CORE = {
    "code": "code",
    "name": "name",
    "address": "address",
    "community": "community",
    "group": "group",
    "grid": "grid",
    "parent": "parent",
    "class": "class_",
    "grade": "grade",
    "status": "status",
    "valid_from": "valid_from",
    "valid_to": "valid_to",
    "year": "year",
    "people": "people",
}
"""Core columns of the catalogue and the names they have in a `Record`."""

HARM = ("dead", "gravely_injured", "loss_yuan")
OF_INCIDENTS = (
    *("class", "occurred", "occurred_time", "reported", *HARM, "injured"),
    *("source", "case_number"),
)
PROJECTS = "projects"
"""The one field that links a record to projects, by their names or ids."""

TELLS = {
    "occurred": ("occurred_at", "time_known"),
    "occurred_time": ("occurred_at", "time_known"),
    "reported": ("reported_at",),
    **{column: (column, "severity") for column in HARM},
}
"""What a column of an incident decides of its `Occurrence`; the others are called as there."""

SEVERITIES = (("dead", "death"), ("gravely_injured", "serious"), ("injured", "slight"))
UNHURT = "none"
PLAIN = frozenset({str, int, float, bool})
MINUTES = 60


class Builder:
    """Makes the records of one file.

    Parameters
    ----------
    layer, catalogue
        Declarations the records follow.
    """

    def __init__(self, layer: Layer, catalogue: Catalogue) -> None:
        self.layer, self.catalogue = layer, catalogue
        self.keys = Keys(layer)
        incident = layer.record == "incident"
        self.core = {f.id: CORE[f.column] for f in layer.fields if f.column in CORE}
        self.occurrence: dict[str, str] = {
            str(f.column): f.id for f in layer.fields if incident and f.column in OF_INCIDENTS
        }
        self.harmed = [(self.occurrence[c], g) for c, g in SEVERITIES if c in self.occurrence]
        taken = {*self.core, *self.occurrence.values(), PROJECTS}
        rest = [f for f in layer.fields if f.id not in taken and f.column not in {"x", "y", "xy"}]
        self.attributes = [f.id for f in rest if not f.personal]
        self.personal = [f.id for f in rest if f.personal]
        names = ((p.id, p.name.zh, p.name.en) for p in catalogue.projects)
        self.projects = {plain(word): words[0] for words in names for word in words}
        self.graded: dict[tuple[float | None, ...], str | None] = {}

    def build(
        self, columns: Columns, placed: Placed, places: list[tuple[str, int]]
    ) -> Iterator[Record | None]:
        """Give the record of each row, None where the row is refused.

        Parameters
        ----------
        columns, placed
            Values and positions of the rows; troubles found here are added to `columns`.
        places
            Sheet and row number of each.
        """
        refused = {
            place
            for place, troubles in columns.troubles.items()
            if any(found.rejects for _, found in troubles)
        }
        told = self._told(columns, placed)
        names, cells = list(columns.values), zip(*columns.values.values(), strict=True)
        rows = cells if names else [()] * len(places)
        for place, ((sheet, number), row) in enumerate(zip(places, rows, strict=True)):
            values = dict(zip(names, row, strict=True))
            projects = self._projects(columns, place, values.get(PROJECTS))
            if place in refused:
                yield None
                continue
            position, unplaced = placed.positions[place], placed.unplaced[place]
            key = self.keys.natural_key(values)
            if key is None:
                source = values.get(self.occurrence.get("source", ""))
                written = columns.written_at(place)
                key = self.keys.content_key(written, placed.written[place], source)
            earlier = self.keys.take(key, (sheet, number))
            if earlier is not None:
                field_id = (self.layer.key or self.layer.fallback_key)[0]
                columns.add(place, field_id, _duplicate(key, earlier, sheet))
                yield None
                continue
            yield Record(
                key=key,
                row=number,
                sheet=sheet,
                position=position,
                unplaced=unplaced,
                occurrence=self._occurrence(values),
                projects=projects,
                attributes=_filled(values, self.attributes),
                personal={k: str(v) for k, v in _filled(values, self.personal).items()} or NOTHING,
                told=told,
                **self._core(values),
            )

    def _told(self, columns: Columns, placed: Placed) -> frozenset[str]:
        """Name what these rows have columns or values for all rows for, as in `Record.told`."""
        given = columns.values.keys()
        told = {name for field_id, name in self.core.items() if field_id in given}
        for column, field_id in self.occurrence.items():
            if field_id in given:
                told.update(TELLS.get(column, (column,)))
        if given & {field_id for field_id, _ in self.harmed}:
            told.add("grade")
        told.update(given & {*self.attributes, *self.personal, PROJECTS})
        if columns.raw.keys() >= {"x", "y"} or BOTH in columns.raw or _is_anywhere(placed):
            told.add("position")
        return frozenset(told)

    def _core(self, values: dict[str, Any]) -> dict[str, Any]:
        core = {name: values.get(field_id) for field_id, name in self.core.items()}
        grades = self.layer.grades
        if grades is not None and grades.rule == "severity" and core.get("grade") is None:
            core["grade"] = self._severity(values)
        return core

    def _severity(self, values: dict[str, Any]) -> str | None:
        """Derive how badly people were hurt from the numbers; None where there are none."""
        unhurt = None
        for field_id, grade in self.harmed:
            count = values.get(field_id)
            if count:
                return grade
            if count == 0:
                unhurt = UNHURT
        return unhurt

    def _occurrence(self, values: dict[str, Any]) -> Occurrence | None:
        if not self.occurrence:
            return None
        found: dict[str, Any] = {
            column: values.get(field_id) for column, field_id in self.occurrence.items()
        }
        day, at = found["occurred"]
        at = at or found.get("occurred_time")
        reported = found.get("reported")
        dead, gravely_injured, loss_yuan = (found.get(name) for name in HARM)
        severity = None
        if found.get("class") in self.catalogue.graded_types:
            severity = self._graded(dead, gravely_injured, loss_yuan)
        return Occurrence(
            occurred_at=_instant(day, at),
            time_known=at is not None,
            reported_at=_instant(*reported) if reported else None,
            dead=dead,
            gravely_injured=gravely_injured,
            injured=found.get("injured"),
            loss_yuan=loss_yuan,
            severity=severity,
            source=found.get("source"),
            case_number=found.get("case_number"),
        )

    def _graded(
        self, dead: int | None, gravely_injured: int | None, loss_yuan: float | None
    ) -> str | None:
        """Give the level of so much harm: derived once, however many incidents did as much."""
        harm = (dead, gravely_injured, loss_yuan)
        if harm not in self.graded:
            self.graded[harm] = severity_of(
                self.catalogue.severity,
                dead=dead,
                gravely_injured=gravely_injured,
                loss_yuan=loss_yuan,
            )
        return self.graded[harm]

    def _projects(self, columns: Columns, place: int, text: str | None) -> tuple[str, ...]:
        if not text:
            return ()
        names = [name for name in map(plain, _divided(text)) if name]
        for name in names:
            if name not in self.projects:
                found: Trouble = trouble("unknown_project", rejects=False, found=name)
                columns.add(place, PROJECTS, found)
        return tuple(dict.fromkeys(self.projects[n] for n in names if n in self.projects))


def _is_anywhere(placed: Placed) -> bool:
    found = zip(placed.positions, placed.unplaced, strict=True)
    return any(position or numbers for position, numbers in found)


def _duplicate(key: str, earlier: tuple[str, int], sheet: str) -> Trouble:
    if earlier[0] == sheet:
        return trouble("duplicate_key", key=key, row=earlier[1])
    return trouble("duplicate_key_elsewhere", key=key, sheet=earlier[0], row=earlier[1])


def _divided(text: str) -> list[str]:
    for mark in "，,;；/|\n":
        text = text.replace(mark, "、")
    return text.split("、")


def _instant(day: date, at: time | None) -> datetime:
    minute = at.hour * MINUTES + at.minute if at else 0
    return to_instant(day, minute % MINUTES_PER_DAY)


def _filled(values: dict[str, Any], fields: list[str]) -> dict[str, Scalar]:
    return {
        field_id: value if type(value) in PLAIN else _scalar(value)
        for field_id in fields
        if (value := values.get(field_id)) is not None
    }


def _scalar(value: Any) -> str:  # noqa: ANN401 - dates, times and moments
    if isinstance(value, tuple):
        day, at = value
        return f"{day.isoformat()} {at.isoformat('minutes')}" if at else str(day.isoformat())
    if isinstance(value, time):
        return value.isoformat("minutes")
    text: str = value.isoformat()
    return text
