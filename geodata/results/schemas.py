"""Schemas of what jobs keep: each grows when what is written can no longer be read by what was."""

from collections.abc import Mapping
from typing import Final

SCHEMAS: Final[Mapping[str, int]] = {
    "school_zones": 1,
    "shelter_reach": 2,
    "hotspots": 1,
    "hotspot_proof": 1,
    "duplicates": 2,
}
"""By kind of job, in the order they are worked out after a change of the data."""
