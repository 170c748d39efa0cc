"""The tables of accounts, sessions and the audit. The audit takes new rows and nothing else."""

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from geodata.storage.dialect import Instant
from geodata.storage.tables import metadata

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("areas", JSON(none_as_null=True)),
    Column("projects", JSON(none_as_null=True)),
    Column("expires_on", Date),
    Column("disabled", Boolean, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("password_hash", String),
    Column("password_changed_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("user", Integer, ForeignKey("users.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("address", String, nullable=False),
    Column("agent", String, nullable=False),
    Column("presenting", Boolean, nullable=False),
    Column("ended_at", Instant),
    Column("reason", String),
    sqlite_autoincrement=True,
)

one_time_links = Table(
    "one_time_links",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("user", Integer, ForeignKey("users.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login_mark", LargeBinary, nullable=False),
    Column("address", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Index(None, "address", "at"),
    Index(None, "at"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("user", Integer, ForeignKey("users.id"), index=True),
    Column("actor", String, nullable=False),
    Column("address", String, nullable=False),
    Column("action", String, nullable=False),
    Column("object", String, nullable=False),
    Column("result", String, nullable=False),
    Column("details", JSON(none_as_null=True)),
    CheckConstraint("result IN ('done', 'refused')", name="result_known"),
    sqlite_autoincrement=True,
)

audit_links = Table(
    "audit_links",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),  # the last entry in it
    Column("entries", Integer, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)
"""Chain of the audit: each link holds the entries since the one before; see `audit_chain`."""

audit_purges = Table(
    "audit_purges",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("link", Integer, nullable=False),  # the last link whose entries are gone
    Column("last", Integer, nullable=False),  # its last entry
    Column("entries", Integer, nullable=False),
    Column("purged_at", Instant, nullable=False),
    Column("mark", LargeBinary, nullable=False),
)
"""Which entries of the audit were purged, their time being over; see `audit_purge`."""

sealing = Table(
    "sealing",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("proof", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
"""A text sealed with the key of this database, by which a wrong key is found out at once."""
