"""Accounts, sessions, audit; personal data that was stored plainly is sealed."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from geodata.storage.sealed import Seal, seal_of

revision = "0002"
down_revision = "0001"

TEXT, WHOLE, INSTANT, FLAG, BYTES = sa.String, sa.Integer, sa.BigInteger, sa.Boolean, sa.LargeBinary
CHUNK = 5_000
PLAIN = (
    *((table, "personal") for table in (
        "areas", "ground", "streets", "population", "places", "place_parts", "incidents", "history",
    )),
    ("batch_rows", "cells"),
    ("batch_rows", "reason"),
)  # fmt: skip
NO_CHANGE = "the audit only grows"


def upgrade() -> None:
    """Make the tables and seal what lies open."""
    _create_users()
    _create_sessions()
    _create_attempts()
    _create_audit()
    op.create_table(
        "sealing",
        sa.Column("id", WHOLE),
        sa.Column("proof", BYTES, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sealing"),
        sa.CheckConstraint("id = 1", name="ck_sealing_one_row"),
    )
    _seal_all()


def _column(name: str, kind: Any, *, null: bool = False) -> sa.Column[Any]:  # noqa: ANN401 - a type or its class
    return sa.Column(name, kind, nullable=null)


def _user(table: str, *, null: bool = False) -> tuple[sa.Column[Any], sa.ForeignKeyConstraint]:
    name = f"fk_{table}_user"
    return _column("user", WHOLE, null=null), sa.ForeignKeyConstraint(["user"], ["users.id"], name)


def _create_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", WHOLE),
        *(_column(name, TEXT) for name in ("login", "name", "role")),
        *(_column(name, sa.JSON, null=True) for name in ("areas", "projects")),
        _column("expires_on", sa.Date, null=True),
        *(_column(name, FLAG) for name in ("disabled", "must_change")),
        _column("password_hash", TEXT, null=True),
        _column("password_changed_at", INSTANT, null=True),
        *(_column(name, INSTANT) for name in ("created_at", "changed_at")),
        _column("version", WHOLE),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("login", name="uq_users_login"),
        sqlite_autoincrement=True,
    )


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", WHOLE),
        _column("token_hash", BYTES),
        *_user("sessions"),
        *(_column(name, INSTANT) for name in ("created_at", "seen_at")),
        *(_column(name, TEXT) for name in ("address", "agent")),
        _column("presenting", FLAG),
        _column("ended_at", INSTANT, null=True),
        _column("reason", TEXT, null=True),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("token_hash", name="uq_sessions_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sessions_user", "sessions", ["user"])
    op.create_table(
        "one_time_links",
        _column("token_hash", BYTES),
        *_user("one_time_links"),
        _column("expires_at", INSTANT),
        _column("used_at", INSTANT, null=True),
        sa.PrimaryKeyConstraint("token_hash", name="pk_one_time_links"),
    )


def _create_attempts() -> None:
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", WHOLE),
        _column("login_mark", BYTES),
        _column("address", TEXT),
        _column("at", INSTANT),
        _column("succeeded", FLAG),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempts"),
    )
    op.create_index("ix_sign_in_attempts_address_at", "sign_in_attempts", ["address", "at"])
    op.create_index("ix_sign_in_attempts_at", "sign_in_attempts", ["at"])


def _create_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", WHOLE),
        _column("at", INSTANT),
        *_user("audit", null=True),
        *(_column(name, TEXT) for name in ("actor", "address", "action", "object", "result")),
        _column("details", sa.JSON, null=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sa.CheckConstraint("result IN ('done', 'refused')", name="ck_audit_result_known"),
        sqlite_autoincrement=True,
    )
    for column in ("at", "user"):
        op.create_index(f"ix_audit_{column}", "audit", [column])
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
            f"BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END"
        )


def _seal_all() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql("PRAGMA secure_delete=ON").close()  # what was plain is overwritten
    seal = seal_of(connection.dialect)
    for name, column in PLAIN:
        table = sa.table(name, sa.column("id"), sa.column(column, sa.String))
        _seal_column(connection, table, table.c[column], seal)


def _seal_column(
    connection: sa.Connection, table: sa.TableClause, column: sa.ColumnClause[str], seal: Seal
) -> None:
    as_json = column.name != "reason"
    change = (
        sa.update(table)
        .where(table.c.id == sa.bindparam("row"))
        .values({column.name: sa.bindparam("sealed")})
    )
    last = 0
    query = sa.select(table.c.id, column).where(table.c.id > sa.bindparam("last"), column != "")
    while rows := connection.execute(query.order_by(table.c.id).limit(CHUNK), {"last": last}).all():
        sealed = [(number, seal.close(text.encode()).decode("ascii")) for number, text in rows]
        connection.execute(
            change,
            [{"row": n, "sealed": json.dumps(text) if as_json else text} for n, text in sealed],
        )
        last = rows[-1][0]
