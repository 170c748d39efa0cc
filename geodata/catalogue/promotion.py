"""The shape of promotion projects 安全促进项目, their templates and the cross-walk between them."""

from __future__ import annotations

from typing import Literal

from geodata.catalogue.declaration import Declaration, Id, Words


class LayerPart(Declaration):
    """The part of a layer that a project intervenes on; no classes means all of it."""

    layer: Id
    classes: tuple[Id, ...] = ()


class ZonePart(Declaration):
    """A zone in which incidents belong to a project; no incident types means all of them.

    `layers` are places that belong to it there, or classes of them.
    """

    zone: Id
    incident_types: tuple[Id, ...] = ()
    layers: tuple[LayerPart, ...] = ()


class Target(Declaration):
    """A default target of a project, editable by the office; no value means 'as the plan says'.

    `indicator` measures it: by its value, or by its `change` against the period compared with, in
    per cent. A target without one is a promise whose data nobody brings.
    """

    name: Words
    indicator: Id | None = None
    of: Literal["value", "change"] = "value"
    value: float | None = None
    unit: str | None = None
    direction: Literal["at_most", "at_least"] | None = None
    source: str


class Project(Declaration):
    """A safety-promotion project 安全促进项目.

    A support project (education, statistics, assessment) works for the others and is measured by
    its own work, not by incidents. `progress` says whether it goes on from earlier years 持续改进
    or is new 新增, where its source says so. Incidents belong to it by its incident types, and in
    its zones by theirs, places in its zones by layer and class. A project may have neither layers,
    incident types nor effects: its page then says that nothing is declared.
    """

    id: Id
    number: int
    name: Words
    kind: Literal["intervention", "support"] = "intervention"
    progress: Literal["continuing", "new"] | None = None
    group: Words | None = None
    intervenes_on: Words
    layers: tuple[LayerPart, ...] = ()
    incident_types: tuple[Id, ...] = ()
    zones: tuple[ZonePart, ...] = ()
    areas: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    published_effects: tuple[Words, ...] = ()
    source: str | None = None


class ProjectTemplate(Declaration):
    """A set of projects an office may start from; exactly one is active."""

    id: Id
    name: Words
    source: str
    projects: tuple[Project, ...]


class CrosswalkRow(Declaration):
    """Which projects of other templates answer to a topic of the default template.

    `projects` are ids of the default template (none where it has no such project); `matches`
    names a template and its projects that cover the same ground.
    """

    topic: Words
    projects: tuple[Id, ...]
    matches: dict[Id, tuple[Id, ...]]
    note: Words | None = None
