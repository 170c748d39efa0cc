"""What was said of the headings of a batch's columns, to be remembered for its source."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the column."""
    op.add_column("batches", sa.Column("said_columns", sa.JSON))
