"""Jobs for the worker, and what they worked out."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT, WHOLE, INSTANT, BYTES = sa.String, sa.Integer, sa.BigInteger, sa.LargeBinary
OPEN = sa.text("state IN ('waiting', 'running')")
NO_CHANGE = "a frozen result stays as it is"


def upgrade() -> None:
    """Make the tables."""
    _create_jobs()
    _create_results()


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", WHOLE),
        *(sa.Column(name, TEXT, nullable=False) for name in ("kind", "key")),
        sa.Column("params", sa.JSON, nullable=False),
        sa.Column("asked_by", WHOLE),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempt", WHOLE, nullable=False),
        sa.Column("stage", TEXT, nullable=False),
        sa.Column("progress_done", WHOLE, nullable=False),
        sa.Column("progress_total", WHOLE),
        *(sa.Column(name, INSTANT) for name in ("started_at", "heartbeat_at", "ended_at")),
        *(sa.Column(name, sa.JSON) for name in ("result", "error")),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name="fk_jobs_asked_by"),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'stopped')",
            name="ck_jobs_state_known",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_kind_id", "jobs", ["kind", "id"])
    op.create_index("ix_jobs_open", "jobs", ["kind", "key"], unique=True, sqlite_where=OPEN)


def _create_results() -> None:
    for table, month in (("results", []), ("frozen_results", ["month"])):
        op.create_table(
            table,
            *(sa.Column(name, TEXT, nullable=False) for name in ("kind", "key")),
            *(sa.Column(name, sa.Date, nullable=False) for name in month),
            sa.Column("data_version", WHOLE, nullable=False),
            sa.Column("made_at", INSTANT, nullable=False),
            sa.Column("content", BYTES, nullable=False),
            sa.PrimaryKeyConstraint("kind", "key", *month, name=f"pk_{table}"),
        )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER frozen_results_no_{change.lower()} BEFORE {change} ON frozen_results "
            f"BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END"
        )
