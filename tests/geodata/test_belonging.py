"""Which projects a record belongs to."""

import numpy as np
import shapely

from geodata.areas import build_area_tree
from geodata.belonging import Origins, Rows, belonging_bits, may_belong
from geodata.catalogue.model import Catalogue, LayerPart, Project, ProjectTemplate, Words
from tests.geodata.making import CATALOGUE

NAME = Words(zh="名", en="name")
TREE = build_area_tree(
    [("D", "街", "district", None), ("D1", "甲", "community", "D"), ("D2", "乙", "community", "D")]
)


def _project(place: int, **values: object) -> Project:
    return Project.model_validate(
        {"id": f"p{place}", "number": place, "name": NAME, "intervenes_on": NAME} | values
    )


def _catalogue(*projects: Project) -> Catalogue:
    template = ProjectTemplate(id="own", name=NAME, source="测试", projects=projects)
    own = {"templates": (template,), "active_template": "own"}
    declared = {name: getattr(CATALOGUE, name) for name in Catalogue.model_fields}
    return Catalogue.model_validate(declared | own)


def _bits(
    layer: str,
    catalogue: Catalogue,
    classes: list[str | None],
    areas: list[int] | None = None,
    links: dict[int, list[str]] | None = None,
    lng: list[float] | None = None,
    origins: Origins | None = None,
) -> list[int]:
    declared = catalogue.by_layer[layer]
    assert declared.classes is not None
    indices = [declared.classes.index(c) if c else 255 for c in classes]
    count = len(classes)
    rows = Rows(
        number=np.arange(10, 10 + count, dtype=np.uint32),
        classes=np.array(indices, np.uint8),
        areas=np.array(areas or [65_535] * count, np.uint16),
        lng=np.array(lng or [np.nan] * count),
        lat=np.full(count, 23.1),
    )
    found = belonging_bits(
        declared, catalogue, TREE, rows, links=links or {}, origins=origins or {}
    )
    return [int(bits) for bits in found]


def test_an_incident_belongs_by_its_type_and_those_below() -> None:
    catalogue = _catalogue(_project(0), _project(1, incident_types=("crime",)))
    assert _bits("incident", catalogue, ["robbery", "crime", "fire", None]) == [2, 2, 0, 0]


def test_a_place_belongs_by_its_layer_and_class() -> None:
    parts = (LayerPart(layer="rental", classes=("daily",)),)
    catalogue = _catalogue(
        _project(0, layers=parts), _project(1, layers=(LayerPart(layer="rental"),))
    )
    assert _bits("rental", catalogue, ["daily", "apartment", None]) == [3, 2, 2]
    assert _bits("premises", catalogue, ["shop"]) == [0]


def test_a_project_of_an_area_has_what_lies_in_it() -> None:
    project = _project(0, incident_types=("fire",), areas=("D1",))
    assert _bits("incident", _catalogue(project), ["fire"] * 3, [1, 2, 65_535]) == [1, 0, 0]


def test_an_incident_belongs_in_a_zone_by_the_zones_types() -> None:
    near = ({"zone": "campus_200", "incident_types": ("traffic",)},)
    any_type = ({"zone": "campus_200"},)
    catalogue = _catalogue(
        _project(0, zones=near, incident_types=("drowning",)),
        _project(1, zones=any_type, areas=("D1",)),
    )
    origins = {"campus_200": np.asarray(shapely.points([[113.5, 23.1]]))}
    kinds = ["crash_single", "fraud", None, "traffic", "drowning", "traffic"]
    there = [113.501] * 3 + [113.503] * 2 + [np.nan]
    found = _bits("incident", catalogue, kinds, [1, 2, 1, 1, 1, 1], lng=there, origins=origins)
    assert found == [3, 0, 2, 0, 1, 0]


def test_places_in_a_zone_do_not_belong_by_it() -> None:
    catalogue = _catalogue(_project(0, zones=({"zone": "campus_200"},)))
    origins = {"campus_200": np.asarray(shapely.points([[113.5, 23.1]]))}
    assert _bits("rental", catalogue, ["daily"], lng=[113.5], origins=origins) == [0]


def test_an_explicit_link_is_all_that_counts() -> None:
    catalogue = _catalogue(_project(0, incident_types=("fire",)), _project(1))
    links = {11: ["p1"], 12: ["gone"], 99: ["p1"]}
    assert _bits("incident", catalogue, ["fire"] * 3, links=links) == [1, 2, 0]


def test_the_64th_project_has_a_bit() -> None:
    projects = [_project(place) for place in range(63)]
    catalogue = _catalogue(*projects, _project(63, incident_types=("fire",)))
    assert _bits("incident", catalogue, ["fire"]) == [1 << 63]


def test_a_project_that_declares_nothing_of_a_layer_cannot_have_its_records() -> None:
    near = ({"zone": "campus_200", "incident_types": ("robbery",)},)
    catalogue = _catalogue(_project(0, incident_types=("fire",)), _project(1, zones=near))
    layer = catalogue.by_layer["incident"]
    assert may_belong(layer, catalogue, ["p0"])
    assert may_belong(layer, catalogue, ["p0"], ["fire"])
    assert not may_belong(layer, catalogue, ["p0"], ["crime"])
    assert may_belong(layer, catalogue, ["p0", "p1"], ["crime"])
    assert not may_belong(catalogue.by_layer["rental"], catalogue, ["p0", "p1"])
    assert may_belong(catalogue.by_layer["rental"], catalogue, [])
