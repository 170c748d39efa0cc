"""What of the chosen projects is to be said where no record of theirs can be."""

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
