"""The links that chain the audit's entries."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

NO_CHANGE = "the chain of the audit only grows"


def upgrade() -> None:
    """Make the table; the first night's link holds every entry there is."""
    op.create_table(
        "audit_links",
        sa.Column("number", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("last", "entries")),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.LargeBinary, nullable=False) for name in ("content", "digest")),
        sa.PrimaryKeyConstraint("number", name="pk_audit_links"),
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_links_no_{change.lower()} BEFORE {change} ON audit_links "
            f"BEGIN SELECT RAISE(ABORT, '{NO_CHANGE}'); END"
        )
