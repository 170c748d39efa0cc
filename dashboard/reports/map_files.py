"""A report as a map file: GeoPackage (OGC 12-128) or GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.geometry import mapping

from dashboard.reports.cells import decimals, headings, value_rows
from geodata.coordinates.crs_names import WGS84

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from dashboard.reports.cells import Cell
    from dashboard.reports.layer_report import LayerReport

_URN: Final = "urn:ogc:def:crs:{}::{}"


def to_geopackage(report: LayerReport) -> bytes:
    """Write a GeoPackage of one layer; moments in UTC, as the standard wants them."""
    named = report.frame.rename(columns=headings(report))
    texts, made = report.texts, BytesIO()
    notes = [texts("report.note", label=note.label, text=note.text) for note in report.notes]
    named.to_file(
        made,
        driver="GPKG",
        engine="pyogrio",
        use_arrow=True,  # keeps dates, and the types of columns in which nothing stands
        index=False,
        layer=report.marked(report.layer.id),
        metadata=dict(report.notes),
        IDENTIFIER=report.marked(texts.name(report.layer.name)),
        DESCRIPTION="\n".join(notes),
        DATETIME_FORMAT="UTC",
    )
    return made.getvalue()


def to_geojson(report: LayerReport) -> bytes:
    """Write a FeatureCollection: ids are record numbers, notes stand in a member `metadata`.

    In another CRS than WGS84, which RFC 7946 leaves to agreement, the `crs` member of the 2008
    specification names it: by its URN, else in WKT. A mere ``GCJ-02`` GDAL passes over and takes
    the coordinates for WGS84, 600 m off.
    """
    shapes = _shapes(report)
    names = list(headings(report).values())
    document: dict[str, object] = {
        "type": "FeatureCollection",
        "name": report.marked(report.layer.id),
        "metadata": dict(report.notes),
    }
    if report.crs != WGS84:
        document["crs"] = {"type": "name", "properties": {"name": _crs_name(report)}}
    document["features"] = [
        {
            "type": "Feature",
            "id": number,
            "geometry": None if shape is None else mapping(shape),
            "properties": dict(zip(names, map(_value, row), strict=True)),
        }
        for number, shape, row in zip(
            report.frame.index.tolist(), shapes, value_rows(report), strict=True
        )
    ]
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode()


def _shapes(report: LayerReport) -> list[BaseGeometry | None]:
    """Return the geometries rounded, outer rings anticlockwise."""
    places = decimals(report)
    shapes = np.asarray(report.frame.geometry.array, dtype=object)
    rounded = shapely.transform(shapes, lambda corners: corners.round(places))
    turned: list[BaseGeometry | None] = shapely.orient_polygons(rounded).tolist()
    return turned


def _crs_name(report: LayerReport) -> str:
    registered = report.frame.crs.to_authority()
    return _URN.format(*registered) if registered else str(report.frame.crs.to_wkt())


def _value(cell: Cell) -> Cell:
    return cell.isoformat() if isinstance(cell, date) else cell
