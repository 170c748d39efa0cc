"""What a feature of OpenStreetMap is to us, by its tags: a street, ground, or nothing.

Keys and values are those of the OpenStreetMap wiki's "Map features". Of a shapefile-like extract,
which has one class a feature instead of tags, the class stands where the tag's value would.
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from etl.sheets import Cell, Row

Tags = Mapping[str, str]

_LARGE = ("motorway", "trunk", "primary", "secondary", "tertiary")
STREETS: Final = frozenset(
    [
        *(name + link for name in _LARGE for link in ("", "_link")),
        *("unclassified", "residential", "living_street", "road", "service", "pedestrian"),
        *("footway", "path", "track", "steps", "cycleway"),
    ]
)
"""Values of ``highway`` that are ways one moves along; each is a word of the layer of streets."""

BESIDE: Final = MappingProxyType(
    {"footway": ("sidewalk", "crossing"), "service": ("parking_aisle", "drive-through")}
)
"""Parts of a street or a car park that are drawn as ways of their own: no streets."""

_VALUES: Final = {
    "water": "water riverbank reservoir basin dock",
    "park": """
        park garden nature_reserve golf_course recreation_ground village_green forest wood scrub
        grass grassland heath meadow orchard cemetery
        """,
    "industry": "industrial",
    "block": "residential commercial retail",
}
KINDS: Final = MappingProxyType(
    {value: kind for kind, values in _VALUES.items() for value in values.split()}
)
"""Our kind of ground by the value of one of `GROUND_KEYS`."""

GROUND_KEYS: Final = ("natural", "waterway", "landuse", "leisure")
NOT_BUILT: Final = frozenset({"no", "entrance"})

STREET_HEADINGS: Final = ("name", "highway", "layer", "bridge")
GROUND_HEADINGS: Final = ("kind", "name", "floors", "height")
"""Headings our layers know, in the order of the cells."""

_PAIR = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"')
_WHOLE = re.compile(r"\d{1,3}")
_METRES = re.compile(r"(\d{1,4}(?:\.\d+)?)(?: ?m)?")


def parse_tags(text: Cell) -> dict[str, str]:
    """Read tags written as ``"key"=>"value"`` pairs, the form of PostgreSQL's hstore."""
    found = _PAIR.findall(text or "")
    return {_plain(key): _plain(value) for key, value in found}


def street_row(tags: Tags) -> Row | None:
    """Return the cells of a street, as `STREET_HEADINGS`; None for what is none."""
    if tags.get("highway") not in STREETS or tags.get("area") == "yes":
        return None
    if any(tags.get(key) in values for key, values in BESIDE.items()):
        return None
    bridge = tags.get("bridge")
    whole = tags.get("layer") if _is_whole(tags.get("layer", "").lstrip("-")) else None
    return [_name(tags), tags["highway"], whole, None if bridge in (None, "no") else bridge]


def ground_row(tags: Tags) -> Row | None:
    """Return the cells of a piece of ground, as `GROUND_HEADINGS`; None for what is none."""
    kind = _kind(tags)
    if kind is None:
        return None
    floors, height = tags.get("building:levels", ""), _METRES.fullmatch(tags.get("height", ""))
    tall = height[1] if height and kind == "building" else None
    return [kind, _name(tags), floors if kind == "building" and _is_whole(floors) else None, tall]


def _kind(tags: Tags) -> str | None:
    if tags.get("building", "no") not in NOT_BUILT:
        return "building"
    values: Iterable[str] = (tags.get(key, "") for key in GROUND_KEYS)
    return next((KINDS[value] for value in values if value in KINDS), None)


def _name(tags: Tags) -> Cell:
    return tags.get("name:zh") or tags.get("name") or None


def _is_whole(text: str) -> bool:
    return _WHOLE.fullmatch(text) is not None


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
