"""Records that stay off the map for a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "left_off",
        sa.Column("id", sa.Integer),
        sa.Column("layer", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("left_at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_left_off"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_left_off_layer_number", "left_off", ["layer", "number"])
