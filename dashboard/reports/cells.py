"""The cells of a report's table: its headings, and the values below them as plain Python."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from math import isnan
from typing import TYPE_CHECKING, Final

import shapely

from dashboard.wording import unit_text
from geodata.frames import ADDED, TIME_KNOWN, told_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from dashboard.reports.layer_report import LayerReport
    from geodata.frames import Frame

Cell = str | int | float | bool | date | datetime | None

DEGREE_DECIMALS: Final = 7
METRE_DECIMALS: Final = 3
"""A centimetre or finer either way."""


def decimals(report: LayerReport) -> int:
    """Return how many decimals its coordinates are written with."""
    return DEGREE_DECIMALS if report.crs.degrees else METRE_DECIMALS


def headings(report: LayerReport) -> dict[str, str]:
    """Return the heading of each column of the frame, units included, no two alike."""
    texts, wanted = report.texts, {}
    for field in told_fields(report.layer):
        name = texts.name(field.name)
        unit = unit_text(texts, field.unit) if field.unit else ""
        wanted[field.id] = texts("report.with_unit", name=name, unit=unit) if unit else name
    wanted |= {i: texts(f"report.{i}") for i in ADDED if i in report.frame.columns}
    often = Counter(heading.casefold() for heading in wanted.values())
    return {
        i: heading
        if often[heading.casefold()] == 1
        else texts("report.with_id", name=heading, id=i)
        for i, heading in wanted.items()
    }


def value_rows(report: LayerReport) -> Iterator[tuple[Cell, ...]]:
    """Yield the values of each record under `headings`; a moment without a time is a date."""
    columns = [_plain(report.frame, name) for name in headings(report)]
    moments = [n for n, f in enumerate(told_fields(report.layer)) if f.column == "occurred"]
    if moments and TIME_KNOWN in report.frame:
        known = report.frame[TIME_KNOWN].tolist()
        columns[moments[0]] = [
            moment if told or not isinstance(moment, datetime) else moment.date()
            for moment, told in zip(columns[moments[0]], known, strict=True)
        ]
    return zip(*columns, strict=True)


def table_headings(report: LayerReport) -> list[str]:
    """Return the headings of a table: those of the values, then the coordinates' two."""
    kind = "degrees" if report.crs.degrees else "projected"
    axes = [report.texts(f"report.{axis}_{kind}", crs=report.crs.code) for axis in "xy"]
    return [*headings(report).values(), *axes]


def table_rows(report: LayerReport) -> Iterator[list[Cell]]:
    """Yield the rows of a table: flags as words, of a polygon or line a point on it."""
    words = {flag: report.texts(f"facts.flag_{'yes' if flag else 'no'}") for flag in (True, False)}
    points = zip(*_points(report), strict=True)
    for values, point in zip(value_rows(report), points, strict=True):
        told = [words[value] if isinstance(value, bool) else value for value in values]
        yield told + [None if isnan(axis) else float(axis) for axis in point]


def _points(report: LayerReport) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    points = shapely.point_on_surface(report.frame.geometry.to_numpy())
    places = decimals(report)
    return shapely.get_x(points).round(places), shapely.get_y(points).round(places)


def _plain(frame: Frame, name: str) -> list[Cell]:
    column = frame[name]
    values: list[Cell] = column.astype(object).where(column.notna(), None).tolist()
    return values
