"""The tables of jobs and of what they work out. A frozen result is never changed."""

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    text,
)

from geodata.storage.dialect import Instant
from geodata.storage.sealed import Sealed
from geodata.storage.tables import metadata

OPEN = text("state IN ('waiting', 'running')")

jobs = Table(
    "jobs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("key", String, nullable=False),
    Column("params", JSON, nullable=False),
    Column("asked_by", Integer, ForeignKey("users.id")),
    Column("asked_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("stage", String, nullable=False),
    Column("progress_done", Integer, nullable=False),
    Column("progress_total", Integer),  # unknown while not counted
    Column("started_at", Instant),
    Column("heartbeat_at", Instant),
    Column("ended_at", Instant),
    Column("result", JSON(none_as_null=True)),
    Column("error", Sealed()),  # may repeat cells of a file
    CheckConstraint(
        "state IN ('waiting', 'running', 'done', 'failed', 'stopped')", name="state_known"
    ),
    Index("ix_jobs_open", "kind", "key", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
    Index(None, "kind", "id"),
    sqlite_autoincrement=True,
)

results = Table(
    "results",
    metadata,
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("data_version", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

frozen_results = Table(
    "frozen_results",
    metadata,
    Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("month", Date, primary_key=True),  # its first day
    Column("data_version", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
