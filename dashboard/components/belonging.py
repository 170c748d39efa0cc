"""What is to be said of layers and projects where no record can be: 0 would be no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geodata.belonging import may_belong, projects_in_effect

if TYPE_CHECKING:
    from dashboard.components.view import View
    from geodata.catalogue.model import Layer, Project


def is_foreign(view: View, layer: Layer) -> bool:
    """Say whether none of the chosen projects declares the layer and none of its rows is linked."""
    projects = projects_in_effect(view.selection.projects, view.viewer)
    declared = may_belong(layer, view.catalogue, projects)
    return not declared and not view.chosen(layer.id).any()


def silences(view: View) -> dict[str, str]:
    """Say of each layer whose 0 would be no finding why.

    Nothing came, it cannot be read, or it is not theirs.
    """
    texts, broken = view.texts, view.model.broken
    never = [la for la in view.catalogue.listed_layers if la.id not in view.model.data_dates]
    foreign = [la for la in view.catalogue.listed_layers if is_foreign(view, la)]
    silent = {layer.id: texts("map.foreign") for layer in foreign}
    silent |= {layer.id: texts("map.not_imported") for layer in never}
    return silent | dict.fromkeys(broken, texts("map.unreadable"))


def undeclared_projects(view: View) -> list[Project]:
    """Return the chosen projects to which nothing on the map can belong."""
    layers = view.catalogue.listed_layers
    projects = projects_in_effect(view.selection.projects, view.viewer)
    return [
        project
        for project in view.catalogue.projects
        if project.id in projects
        and not any(may_belong(layer, view.catalogue, [project.id]) for layer in layers)
    ]
