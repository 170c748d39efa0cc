"""Why a file was refused, kept as a rule and the values it names."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the column; what was refused before keeps its words."""
    op.add_column("batches", sa.Column("refused", sa.JSON))
