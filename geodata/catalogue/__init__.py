"""What the office declares as data: layers, incident types, projects, zones, indicators.

A new layer, project, zone or indicator is a new YAML declaration and no Python.
"""

from geodata.catalogue.load import read_catalogue, read_catalogue_of
from geodata.catalogue.model import Catalogue, Field, Layer, Project, Value, ValueList, Words

__all__ = [
    "Catalogue",
    "Field",
    "Layer",
    "Project",
    "Value",
    "ValueList",
    "Words",
    "read_catalogue",
    "read_catalogue_of",
]
