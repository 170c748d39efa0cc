"""Records of every kind, batches and their refused rows, history, project links, versions."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Pairs = Sequence[tuple[str, Any]]

TEXT, WHOLE, INSTANT = sa.String, sa.Integer, sa.BigInteger


RECORD = (
    ("layer", TEXT), ("district", TEXT), ("key", TEXT), ("version", WHOLE),
    ("sheet", TEXT), ("row", WHOLE), ("row_hash", sa.LargeBinary),
)  # fmt: skip
RECORD_OPTIONAL = (
    ("valid_from", sa.Date), ("valid_to", sa.Date), ("retired_at", INSTANT),
    ("lng", sa.Float), ("lat", sa.Float), ("x", sa.Float), ("y", sa.Float),
    ("crs", TEXT), ("method", TEXT), ("precision_m", sa.Float),
    ("code", TEXT), ("name", TEXT), ("address", TEXT), ("community", TEXT),
    ("resident_group", TEXT), ("grid", TEXT), ("class", TEXT), ("grade", TEXT),
    ("status", TEXT), ("area", TEXT), ("personal", sa.JSON),
)  # fmt: skip
GEOMETRY = (
    ("geometry", sa.LargeBinary),
    ("west", sa.Float), ("south", sa.Float), ("east", sa.Float), ("north", sa.Float),
)  # fmt: skip
INCIDENT = (("occurred_at", INSTANT), ("time_known", sa.Boolean))
INCIDENT_OPTIONAL = (
    ("reported_at", INSTANT), ("dead", WHOLE), ("gravely_injured", WHOLE), ("injured", WHOLE),
    ("loss_yuan", sa.Float), ("severity", TEXT), ("source", TEXT), ("case_number", TEXT),
)  # fmt: skip
BATCH = (
    ("layer", TEXT), ("district", TEXT), ("file_name", TEXT), ("sha256", TEXT), ("recipe", TEXT),
    ("started_at", INSTANT), ("finished_at", INSTANT), ("state", TEXT),
    ("rows_read", WHOLE), ("headings", WHOLE), ("blank", WHOLE), ("totals", WHOLE),
    ("new", WHOLE), ("changed", WHOLE), ("unchanged", WHOLE), ("rejected", WHOLE),
    ("warned", WHOLE), ("misplaced", WHOLE),
)  # fmt: skip
BATCH_ROW = (
    ("sheet", TEXT), ("row", WHOLE), ("outcome", TEXT), ("column", TEXT), ("rule", TEXT),
    ("reason", TEXT),
)  # fmt: skip


def upgrade() -> None:
    """Make all tables."""
    _create_batches()
    _create_records("areas", (("level", TEXT),), (("parent", TEXT), *GEOMETRY))
    _create_records("ground", (), GEOMETRY)
    _create_records("streets", (), GEOMETRY)
    _create_records("population", (("year", WHOLE), ("people", WHOLE)), ())
    _create_records("places", (), GEOMETRY)
    _create_records("place_parts", (("parent", TEXT),), ())
    _create_records("incidents", INCIDENT, INCIDENT_OPTIONAL)
    _create_history()
    _create_versions()


def _columns(pairs: Pairs, *, nullable: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=nullable) for name, kind in pairs]


def _create_batches() -> None:
    op.create_table(
        "batches",
        sa.Column("id", WHOLE),
        *_columns(BATCH),
        *_columns((("crs", TEXT), ("reason", TEXT), ("data_date", sa.Date)), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.CheckConstraint(
            "rows_read = headings + blank + totals + new + changed + unchanged + rejected",
            name="ck_batches_rows_add_up",
        ),
        sa.CheckConstraint("state IN ('published', 'failed')", name="ck_batches_state_known"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_batches_layer_sha256", "batches", ["layer", "sha256"])
    op.create_table(
        "batch_rows",
        sa.Column("id", WHOLE),
        sa.Column("batch", WHOLE, nullable=False),
        *_columns(BATCH_ROW),
        sa.Column("cells", sa.JSON),
        sa.PrimaryKeyConstraint("id", name="pk_batch_rows"),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_batch_rows_batch"),
        sa.CheckConstraint(
            "outcome IN ('rejected', 'warned', 'misplaced')", name="ck_batch_rows_outcome_known"
        ),
    )
    op.create_index("ix_batch_rows_batch_outcome", "batch_rows", ["batch", "outcome"])


def _create_records(name: str, required: Pairs, optional: Pairs) -> None:
    op.create_table(
        name,
        sa.Column("id", WHOLE),
        *_columns((*RECORD, *required)),
        sa.Column("batch", WHOLE, nullable=False),
        sa.Column("attributes", sa.JSON, nullable=False),
        *_columns((*RECORD_OPTIONAL, *optional), nullable=True),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name=f"fk_{name}_batch"),
        sa.UniqueConstraint("layer", "district", "key", name=f"uq_{name}_layer_district_key"),
        sqlite_autoincrement=True,
    )


def _create_history() -> None:
    op.create_table(
        "history",
        sa.Column("id", WHOLE),
        *_columns((("layer", TEXT), ("number", WHOLE), ("version", WHOLE))),
        *_columns((("changed_at", INSTANT), ("before", sa.JSON))),
        *_columns((("batch", WHOLE), ("personal", sa.JSON)), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_history_batch"),
        sa.UniqueConstraint("layer", "number", "version", name="uq_history_layer_number_version"),
    )
    op.create_table(
        "project_links",
        *_columns((("layer", TEXT), ("number", WHOLE), ("project", TEXT))),
        sa.PrimaryKeyConstraint("layer", "number", "project", name="pk_project_links"),
    )


def _create_versions() -> None:
    data_version = op.create_table(
        "data_version",
        sa.Column("id", WHOLE),
        *_columns((("version", WHOLE), ("sample", sa.Boolean))),
        sa.PrimaryKeyConstraint("id", name="pk_data_version"),
        sa.CheckConstraint("id = 1", name="ck_data_version_one_row"),
    )
    op.bulk_insert(data_version, [{"id": 1, "version": 0, "sample": False}])
    op.create_table(
        "layer_versions",
        sa.Column("layer", TEXT),
        sa.Column("version", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("layer", name="pk_layer_versions"),
    )
