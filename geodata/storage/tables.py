"""The tables. What they are in the database at hand is told by the migrations, tested equal.

All records share the columns of `_record_columns`; a row is found by (layer, district, key).
Texts are as the ledger wrote them; classes, grades and statuses are ids of the catalogue.
"""

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

from geodata.storage.dialect import Geometry, Instant
from geodata.storage.sealed import Sealed, SealedText

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _record_columns() -> list[Column[Any]]:
    return [
        Column("id", Integer, primary_key=True),
        Column("layer", String, nullable=False),
        Column("district", String, nullable=False),
        Column("key", String, nullable=False),
        Column("version", Integer, nullable=False),
        Column("batch", Integer, ForeignKey("batches.id"), nullable=False),
        Column("sheet", String, nullable=False),
        Column("row", Integer, nullable=False),
        Column("row_hash", LargeBinary, nullable=False),
        Column("valid_from", Date),
        Column("valid_to", Date),
        Column("retired_at", Instant),
        Column("lng", Float),
        Column("lat", Float),
        Column("x", Float),
        Column("y", Float),
        Column("crs", String),
        Column("method", String),
        Column("precision_m", Float),
        Column("code", String),
        Column("name", String),
        Column("address", String),
        Column("community", String),
        Column("resident_group", String),
        Column("grid", String),
        Column("class", String),
        Column("grade", String),
        Column("status", String),
        Column("area", String),
        Column("attributes", JSON, nullable=False),
        Column("personal", Sealed()),
        Column("ended_by", Integer),  # the batch of a complete ledger that no longer names it
        Column("corrected", JSON(none_as_null=True)),  # what the ledger says, by corrected column
        Column("merged_into", Integer),  # the record that stands for this one as well
        Column("purged_at", Instant),  # when its personal fields went, their time being over
    ]


def _geometry_columns() -> list[Column[Any]]:
    """Geometry that is more than a point, and the bounds in degrees by which it is found."""
    sides = [Column(side, Float) for side in ("west", "south", "east", "north")]
    return [Column("geometry", Geometry), *sides]


def _record_table(name: str, *specifics: Column[Any] | Index) -> Table:
    unique = UniqueConstraint("layer", "district", "key")
    few = text("merged_into IS NOT NULL")
    merged = Index(None, "merged_into", sqlite_where=few, postgresql_where=few)
    columns = (*_record_columns(), *specifics)
    return Table(name, metadata, *columns, unique, merged, sqlite_autoincrement=True)


areas = _record_table(
    "areas",
    Column("level", String, nullable=False),
    Column("parent", String),
    *_geometry_columns(),
)
ground = _record_table("ground", *_geometry_columns())
streets = _record_table("streets", *_geometry_columns())
population = _record_table(
    "population",
    Column("year", Integer, nullable=False),
    Column("people", Integer, nullable=False),
)
places = _record_table("places", *_geometry_columns())
place_parts = _record_table("place_parts", Column("parent", String, nullable=False))
incidents = _record_table(
    "incidents",
    Column("occurred_at", Instant, nullable=False),
    Column("time_known", Boolean, nullable=False),
    Column("reported_at", Instant),
    Column("dead", Integer),
    Column("gravely_injured", Integer),
    Column("injured", Integer),
    Column("loss_yuan", Float),
    Column("severity", String),
    Column("source", String),
    Column("case_number", String),
)

BY_KIND = {
    "area": areas,
    "ground": ground,
    "street": streets,
    "population": population,
    "place": places,
    "part": place_parts,
    "incident": incidents,
}
"""The table of each kind of record of the catalogue."""

ASSIGNED = (places, place_parts, incidents)
"""Tables whose records are given the area they lie in."""

history = Table(
    "history",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("layer", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("batch", Integer, ForeignKey("batches.id")),
    Column("before", JSON, nullable=False),
    Column("personal", Sealed()),
    Column("actor", String),  # who changed it by hand
    Column("reason", SealedText),
    Column("purged_at", Instant),  # when its personal part went: it cannot be put back any more
    UniqueConstraint("layer", "number", "version"),
)

project_links = Table(
    "project_links",
    metadata,
    Column("layer", String, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("project", String, primary_key=True),
)

batches = Table(
    "batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("layer", String, nullable=False),
    Column("district", String, nullable=False),
    Column("file_name", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("recipe", String, nullable=False),
    Column("crs", String),
    Column("started_at", Instant, nullable=False),
    Column("finished_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", SealedText),  # in words, of a version that kept no `refused`
    Column("refused", Sealed()),  # may repeat cells of the file
    Column("data_date", Date),
    Column("rows_read", Integer, nullable=False),
    Column("headings", Integer, nullable=False),
    Column("blank", Integer, nullable=False),
    Column("totals", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("rejected", Integer, nullable=False),
    Column("warned", Integer, nullable=False),
    Column("misplaced", Integer, nullable=False),
    Column("version", Integer),  # the data version after it
    Column("ended", Integer, nullable=False, server_default="0"),
    Column("undone_at", Instant),
    Column("source", String),
    Column("located", JSON(none_as_null=True)),
    Column("said_columns", JSON(none_as_null=True)),  # field by heading, as it was said
    Column("purged_at", Instant),  # when what was noted of its rows went
    CheckConstraint(
        "rows_read = headings + blank + totals + new + changed + unchanged + rejected",
        name="rows_add_up",
    ),
    CheckConstraint(
        "state IN ('started', 'checking', 'ready', 'asked', 'published', 'failed')",
        name="state_known",
    ),
    Index(None, "layer", "sha256"),
    sqlite_autoincrement=True,
)

batch_rows = Table(
    "batch_rows",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", Integer, ForeignKey("batches.id"), nullable=False),
    Column("sheet", String, nullable=False),
    Column("row", Integer, nullable=False),
    Column("outcome", String, nullable=False),
    Column("column", String, nullable=False),
    Column("rule", String, nullable=False),
    Column("reason", SealedText, nullable=False),
    Column("named", Sealed()),
    Column("aside", Boolean, nullable=False, server_default="0"),
    Column("cells", Sealed()),
    CheckConstraint("outcome IN ('rejected', 'warned', 'misplaced')", name="outcome_known"),
    Index(None, "batch", "outcome"),
)

coverage = Table(
    "coverage",
    metadata,
    Column("batch", Integer, ForeignKey("batches.id"), primary_key=True, autoincrement=False),
    Column("layer", String, nullable=False),
    Column("district", String, nullable=False),
    Column("source", String, primary_key=True),
    Column("until", Date, nullable=False),
    Index(None, "layer"),
)
"""The day up to which a batch made a source of its layer true; '' is the source of no name."""

data_version = Table(
    "data_version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("sample", Boolean, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

layer_versions = Table(
    "layer_versions",
    metadata,
    Column("layer", String, primary_key=True),
    Column("version", Integer, nullable=False),
)
