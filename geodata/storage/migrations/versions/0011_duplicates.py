"""Records merged into another, and what was decided of two that tell of one thing."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

RECORDS = ("areas", "ground", "streets", "population", "places", "place_parts", "incidents")


def upgrade() -> None:
    """Add the column, with an index of the few records that have it, and make the table."""
    for table in RECORDS:
        op.add_column(table, sa.Column("merged_into", sa.Integer))
        few = sa.text("merged_into IS NOT NULL")
        name = f"ix_{table}_merged_into"
        op.create_index(name, table, ["merged_into"], sqlite_where=few, postgresql_where=few)
    op.create_table(
        "pair_decisions",
        sa.Column("id", sa.Integer),
        sa.Column("layer", sa.String, nullable=False),
        sa.Column("kept", sa.Integer, nullable=False),
        sa.Column("other", sa.Integer, nullable=False),
        sa.Column("same", sa.Boolean, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("decided_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_pair_decisions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pair_decisions_layer_kept", "pair_decisions", ["layer", "kept"])
    op.create_index("ix_pair_decisions_layer_other", "pair_decisions", ["layer", "other"])
