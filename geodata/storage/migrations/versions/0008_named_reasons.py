"""What a reason names is kept apart from its words, which are found when somebody reads it.

Rows noted before keep the words they were given.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("batch_rows", sa.Column("named", sa.JSON))
    aside = sa.Column("aside", sa.Boolean, nullable=False, server_default="0")
    op.add_column("batch_rows", aside)
