"""Columns of values → records: which field goes where, and what follows from others."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import repeat
from typing import Any

from etl.columns import Columns
from etl.headings import BOTH
from etl.keys import Keys
from etl.locate import Placed
from etl.scalars import filled, texts
from etl.troubles import Trouble, trouble
from etl.words import plain
from geodata.catalogue import Catalogue, Layer
from geodata.catalogue.severity import severity_of
from geodata.localtime import MINUTES_PER_DAY, to_instant
from geodata.records import Occurrence, Record
from geodata.repeated import made_once

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
    ) -> list[Record | None]:
        """Give the record of each row, None where the row is refused.

        They are made column by column: row by row takes half as long again.

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
        projects = self._projects(columns, len(places))
        kept = [place for place in range(len(places)) if place not in refused]
        values = {name: _taken(column, kept) for name, column in columns.values.items()}
        nothing: list[None] = [None] * len(kept)
        keys = list(self._keys(columns, placed, places, kept))
        unread = self._unread(columns, kept)
        found: dict[str, Iterable[Any]] = self._core(values, nothing, unread) | {
            "key": keys,
            "sheet": (places[place][0] for place in kept),
            "row": (places[place][1] for place in kept),
            "position": _taken(placed.positions, kept),
            "unplaced": _taken(placed.unplaced, kept),
            "occurrence": self._occurrences(values, nothing),
            "projects": _taken(projects, kept),
            "attributes": filled(values, self.attributes, len(kept)),
            "personal": filled(texts(values, self.personal), self.personal, len(kept)),
            "told": repeat(self._told(columns, placed), len(kept)),
        }
        fields = [found.get(name, nothing) for name in Record._fields]
        records: list[Record | None] = [None] * len(places)
        rows = map(Record._make, zip(*fields, strict=True))
        for place, key, record in zip(kept, keys, rows, strict=True):
            records[place] = None if key is None else record
        return records

    def _keys(
        self, columns: Columns, placed: Placed, places: list[tuple[str, int]], kept: list[int]
    ) -> Iterator[str | None]:
        """Give the keys of rows; None for one whose key another row has, which is its trouble."""
        natural = self.keys.natural_keys(columns.values, len(places))
        sources = columns.values.get(self.occurrence.get("source", ""))
        keys = []
        for place in kept:
            key = natural[place]
            if key is None:
                source = sources[place] if sources else None
                key = self.keys.content_key(
                    columns.written_at(place), placed.written[place], source
                )
            keys.append(key)
        taken = self.keys.take_all(keys, _taken(places, kept))
        for place, key, earlier in zip(kept, keys, taken, strict=True):
            if earlier is not None:
                field_id = (self.layer.key or self.layer.fallback_key)[0]
                columns.add(place, field_id, _duplicate(key, earlier, places[place][0]))
            yield None if earlier else key

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

    def _unread(self, columns: Columns, kept: list[int]) -> dict[int, int]:
        """Give the places of those kept that tell harm nobody could read.

        With each goes how many worse kinds of harm stand before the first such, which are known.
        """
        noted = [(at, place) for at, place in enumerate(kept) if place in columns.troubles]
        return {
            at: worse
            for at, place in noted
            for worse, (field_id, _) in reversed([*enumerate(self.harmed)])
            if columns.is_troubled(place, field_id) and columns.values[field_id][place] is None
        }

    def _core(
        self, values: dict[str, list[Any]], nothing: list[None], unread: dict[int, int]
    ) -> dict[str, Iterable[Any]]:
        core: dict[str, Iterable[Any]] = {
            name: values.get(field_id, nothing) for field_id, name in self.core.items()
        }
        grades = self.layer.grades
        if grades is not None and grades.rule == "severity":
            told = (values.get(field_id, nothing) for field_id, _ in self.harmed)
            harmed = [*zip(*told, strict=True)]
            given = core.get("grade", nothing)
            derived = made_once(self._severity, harmed)
            for at, worse in unread.items():
                known = self._severity(harmed[at][:worse])
                derived[at] = None if known == UNHURT else known
            core["grade"] = [
                found if grade is None else grade
                for grade, found in zip(given, derived, strict=True)
            ]
        return core

    def _severity(self, counts: tuple[int | None, ...]) -> str | None:
        """Derive how badly people were hurt from the numbers, the worst first; None of none."""
        unhurt = None
        for (_, grade), count in zip(self.harmed, counts, strict=False):
            if count:
                return grade
            if count == 0:
                unhurt = UNHURT
        return unhurt

    def _occurrences(
        self, values: dict[str, list[Any]], nothing: list[None]
    ) -> Iterable[Occurrence | None]:
        if not self.occurrence:
            return nothing
        found: dict[str, Iterable[Any]] = {
            column: values.get(field_id, nothing) for column, field_id in self.occurrence.items()
        }
        days = [moment[0] for moment in found["occurred"]]
        times = [
            at or apart
            for (_, at), apart in zip(
                found["occurred"], found.get("occurred_time", nothing), strict=True
            )
        ]
        harm = zip(*(found.get(name, nothing) for name in HARM), strict=True)
        kinds = zip(found.get("class", nothing), harm, strict=True)
        graded = self.catalogue.graded_types
        found |= {
            "occurred_at": map(_instant, days, times),
            "time_known": (at is not None for at in times),
            "reported_at": (
                _instant(*moment) if moment else None for moment in found.get("reported", nothing)
            ),
            "severity": [self._graded(*hurt) if kind in graded else None for kind, hurt in kinds],
        }
        fields = [found.get(name, nothing) for name in Occurrence._fields]
        return map(Occurrence._make, zip(*fields, strict=True))

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

    def _projects(self, columns: Columns, count: int) -> list[tuple[str, ...]]:
        texts = columns.values.get(PROJECTS, [None] * count)
        return [
            self._linked(columns, place, text) if text else () for place, text in enumerate(texts)
        ]

    def _linked(self, columns: Columns, place: int, text: str) -> tuple[str, ...]:
        names = [name for name in map(plain, _divided(text)) if name]
        for name in names:
            if name not in self.projects:
                found: Trouble = trouble("unknown_project", rejects=False, found=name)
                columns.add(place, PROJECTS, found)
        return tuple(dict.fromkeys(self.projects[n] for n in names if n in self.projects))


def _taken(column: list[Any], kept: list[int]) -> list[Any]:
    return column if len(column) == len(kept) else [column[place] for place in kept]


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
