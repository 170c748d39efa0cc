"""What a batch ended, whether it was undone, what was corrected by hand, by whom and why."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

RECORDS = ("areas", "ground", "streets", "population", "places", "place_parts", "incidents")


def upgrade() -> None:
    """Add the columns; nothing that is there changes."""
    for table in RECORDS:
        op.add_column(table, sa.Column("ended_by", sa.Integer))
        op.add_column(table, sa.Column("corrected", sa.JSON))
    op.add_column("history", sa.Column("actor", sa.String))
    op.add_column("history", sa.Column("reason", sa.String))
    op.add_column("batches", sa.Column("ended", sa.Integer, nullable=False, server_default="0"))
    op.add_column("batches", sa.Column("undone_at", sa.BigInteger))
