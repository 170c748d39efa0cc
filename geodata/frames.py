"""A layer under a selection as a GeoDataFrame: what the table shows, for files and notebooks.

The only module that imports geopandas. It loads slowly, so the serving process never imports it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.catalogue.model import Field, Layer, Value, Words
from geodata.columns import NO_TIME, Columns, mask
from geodata.controls import without_controls
from geodata.coordinates.bounds import Bounds
from geodata.coordinates.crs import area_of_use, from_wgs84
from geodata.coordinates.crs_names import BD09, GCJ02, WGS84, Crs
from geodata.criteria import to_criteria
from geodata.errors import CrsError, StorageError
from geodata.facts import Shown, facts_of
from geodata.localtime import LOCAL_TIME
from geodata.masking import scrub_text
from geodata.readmodel import ReadModel
from geodata.selection import Selection
from geodata.storage.ledgers import read_batch
from geodata.storage.reads import MOST_RECORDS, StoredRecord, read_records
from geodata.storage.store import Transaction
from geodata.storage.versions import read_version
from geodata.viewer import Viewer

Frame: TypeAlias = gpd.GeoDataFrame
Naming = Callable[[Words], str]

IN_CHINESE: Final[Naming] = attrgetter("zh")

COUNTED_AREA, TIME_KNOWN, LEDGER, LEDGER_ROW = ADDED = (
    "counted_area",
    "time_known",
    "ledger",
    "ledger_row",
)
"""Columns no ledger has: see `to_frames`."""

_KINDS: Final[Mapping[str, tuple[type | tuple[type, ...], Any]]] = {
    "integer": (int, "Int64"),
    "number": ((int, float), "Float64"),
    "flag": (bool, "boolean"),
    "date": (date, "date32[day][pyarrow]"),
    "datetime": (datetime, pd.DatetimeTZDtype("s", LOCAL_TIME)),
}
_ELSEWHERE: Final = frozenset({"x", "y", "occurred_time"})
"""Core columns told by the geometry and by the moment of an incident."""

BEYOND_M: Final = 100_000.0
"""How far beyond its area of use a CRS is taken: neighbouring zones are, in practice."""


_OFFSET_WKT = (
    'GEOGCRS["{name}",DATUM["{name}",ELLIPSOID["CGCS2000",6378137,298.257222101]],'
    'CS[ellipsoidal,2],AXIS["longitude",east],AXIS["latitude",north],'
    'ANGLEUNIT["degree",0.0174532925199433]]'
)
"""GCJ-02 and BD-09 have no EPSG code; named so, a file is at least not taken for WGS84."""


def to_frames(
    transaction: Transaction,
    model: ReadModel,
    chosen: Columns,
    viewer: Viewer,
    *,
    most: int,
    naming: Naming = IN_CHINESE,
) -> Iterator[Frame]:
    """Yield the records that the table shows, no others, in parts; at least one part.

    For files of any length: no more than one part is held at a time.

    Parameters
    ----------
    transaction
        Reading the database `model` was built from.
    chosen
        As `chosen_columns` gives them.
    viewer
        Decides whether addresses and numbers in texts are masked.
    most
        Records in a part.
    naming
        Says the name of a class, grade, status or choice.

    Yields
    ------
    GeoDataFrame
        EPSG:4326, ordered and indexed by record number (`number`). Columns by field id in declared
        order: the fields a record's facts show, missing where blank. Personal fields are left out
        for every viewer: they are for one look at one record. Then the area it is counted in
        (`counted_area`, community and group, '' for none), of incidents whether the time of day
        is known (`time_known`; where not, the moment is local midnight), the ledger and its row
        (`ledger`, `ledger_row`). Geometry as the ledger gave it, else the point, missing where
        there is no position. No text has control characters.

    Raises
    ------
    StorageError
        Where the database has moved on since the model was built.
    """
    for first in range(0, max(len(chosen), 1), most):
        part = np.zeros(len(chosen), dtype=np.bool_)
        part[first : first + most] = True
        yield _frame(transaction, model, chosen.take(part), viewer, naming)


def chosen_columns(model: ReadModel, layer: str, selection: Selection, viewer: Viewer) -> Columns:
    """Return the records of a layer that a viewer sees and a selection chooses.

    Whether the selection has the layer on is not asked; KeyError for a layer that holds no places
    or incidents.
    """
    columns = model.columns_for(layer, viewer)
    return columns.take(mask(columns, to_criteria(selection, model.catalogue, model.areas)))


def _frame(
    transaction: Transaction, model: ReadModel, columns: Columns, viewer: Viewer, naming: Naming
) -> Frame:
    declared = model.catalogue.by_layer[columns.layer]
    _require_version(transaction, model)
    told, ledgers = told_fields(declared), _Ledgers(transaction)
    lines = [
        _line(record, declared, viewer, told, naming, ledgers)
        for record in _records(transaction, declared, columns.number.tolist())
    ]
    held = {f.id: _typed(f, [line.cells[n] for line in lines]) for n, f in enumerate(told)}
    return gpd.GeoDataFrame(
        held | _added(model, columns, lines),
        geometry=[line.shape for line in lines],
        crs=WGS84.code,
        index=pd.Index(columns.number, name="number"),
    )


def told_fields(layer: Layer) -> tuple[Field, ...]:
    """Return the fields a frame has as columns, in declared order."""
    return tuple(
        field
        for field in layer.fields
        if field.facts and not field.personal and field.column not in _ELSEWHERE
    )


def in_crs(frame: Frame, crs: Crs) -> Frame:
    """Return a frame of EPSG:4326 with its coordinates in another CRS, x east or longitude first.

    Raises
    ------
    CrsError
        Where the CRS is not made for where the records are, or cannot hold one of them.
    """
    shapes = np.asarray(frame.geometry.array)
    moved = shapely.transform(
        shapes, lambda corners: np.column_stack(from_wgs84(corners[:, 0], corners[:, 1], crs))
    )
    extent = Bounds.around(*shapely.get_coordinates(shapes).T)
    reach = area_of_use(crs).padded(BEYOND_M)
    beyond = extent is not None and not reach.contains(*extent.centre)
    if beyond or not np.isfinite(shapely.get_coordinates(moved)).all():
        raise CrsError(
            f"{crs.code} for records within {extent}",
            "a CRS made for where they are",
            "choose another",
        )
    code = _OFFSET_WKT.format(name=crs.code) if crs in (GCJ02, BD09) else crs.code
    moved_frame: Frame = frame.set_geometry(gpd.GeoSeries(moved, crs=code, index=frame.index))
    return moved_frame


def _require_version(transaction: Transaction, model: ReadModel) -> None:
    version = read_version(transaction)
    if version != model.version:
        raise StorageError(
            f"data version {version}", f"{model.version}, as shown", "Export once more."
        )


def _records(
    transaction: Transaction, layer: Layer, numbers: Sequence[int]
) -> Iterator[StoredRecord]:
    for first in range(0, len(numbers), MOST_RECORDS):
        yield from read_records(transaction, layer, numbers[first : first + MOST_RECORDS])


class _Line(NamedTuple):
    """What a record tells, where it comes from and where it lies."""

    cells: list[object]
    ledger: str
    row: int
    shape: shapely.Geometry | None


class _Ledgers(dict[int, str]):
    """File names by batch, each read once; who is named in one is masked."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def __missing__(self, batch: int) -> str:
        found = read_batch(self._transaction, batch)
        self[batch] = without_controls(scrub_text(found.file_name)) if found else ""
        return self[batch]


def _line(
    record: StoredRecord,
    layer: Layer,
    viewer: Viewer,
    told: Sequence[Field],
    naming: Naming,
    ledgers: _Ledgers,
) -> _Line:
    facts = {fact.field.id: fact.value for fact in facts_of(record, layer, viewer)}
    cells = [_plain(facts.get(field.id), naming) for field in told]
    return _Line(cells, ledgers[record["batch"]], record["row"], _shape(record))


def _plain(value: Shown | None, naming: Naming) -> object:
    text = naming(value.name) if isinstance(value, Value) else value
    return without_controls(text) if isinstance(text, str) else text


def _shape(record: StoredRecord) -> shapely.Geometry | None:
    if record.get("geometry") is not None:
        return shapely.from_wkb(record["geometry"])
    return None if record["lng"] is None else shapely.Point(record["lng"], record["lat"])


def _typed(field: Field, values: Sequence[Any]) -> Any:  # noqa: ANN401 - an array of any of pandas' kinds
    """Return the array of a field; text where older records hold what its type does not allow."""
    kind, dtype = _KINDS.get(field.type, (str, "str"))
    if all(value is None or isinstance(value, kind) for value in values):
        return pd.array(values, dtype=dtype)
    return pd.array([None if v is None else str(v) for v in values], dtype="str")


def _added(model: ReadModel, columns: Columns, lines: Sequence[_Line]) -> dict[str, object]:
    areas = [
        " ".join(area.name for area in model.areas.path(int(index)) if area.level != "district")
        for index in columns.areas
    ]
    added: dict[str, object] = {
        COUNTED_AREA: pd.array([without_controls(text) for text in areas], dtype="str")
    }
    if columns.events:
        added[TIME_KNOWN] = columns.minutes != NO_TIME
    added[LEDGER] = pd.array([line.ledger for line in lines], dtype="str")
    added[LEDGER_ROW] = pd.array([line.row for line in lines], dtype="Int64")
    return added
