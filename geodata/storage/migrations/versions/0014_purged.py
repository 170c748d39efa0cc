"""What was purged says when; the chain of the audit knows which of its entries went by right."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

TABLES = (
    *("areas", "ground", "streets", "population", "places", "place_parts", "incidents"),
    *("history", "batches"),
)
NO_CHANGE = "the audit only grows"
"""As 0002 has it: an entry goes only where a purge of the audit has named it before."""


def upgrade() -> None:
    """Add the columns and the table; let the audit give up what the table names."""
    for table in TABLES:
        op.add_column(table, sa.Column("purged_at", sa.BigInteger))
    op.create_table(
        "audit_purges",
        sa.Column("number", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("link", "last", "entries")),
        sa.Column("purged_at", sa.BigInteger, nullable=False),
        sa.Column("mark", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_purges"),
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_purges_no_{change.lower()} BEFORE {change} ON audit_purges "
            f"BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END"
        )
    op.execute("DROP TRIGGER audit_no_delete")
    named = "OLD.id <= COALESCE((SELECT MAX(last) FROM audit_purges), 0)"
    op.execute(
        f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit WHEN NOT {named} "
        f"BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END"
    )
