"""The day up to which each source of a layer is true, and the data version after each batch."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

FROM_INCIDENTS = """
INSERT INTO coverage (batch, layer, district, source, until)
SELECT b.id, b.layer, i.district, coalesce(i.source, ''), max(
    date(max(i.occurred_at) + 28800, 'unixepoch'), coalesce(b.data_date, '')
)
FROM batches AS b JOIN incidents AS i ON i.batch = b.id
WHERE b.state = 'published' GROUP BY b.id, coalesce(i.source, '')
"""
FROM_OTHERS = """
INSERT INTO coverage (batch, layer, district, source, until)
SELECT id, layer, district, '', coalesce(data_date, date(started_at + 28800, 'unixepoch'))
FROM batches
WHERE state = 'published' AND layer NOT IN (SELECT layer FROM incidents)
"""


def upgrade() -> None:
    """Make the table and fill it from the batches there are."""
    op.add_column("batches", sa.Column("version", sa.Integer))
    op.create_table(
        "coverage",
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("layer", sa.String, nullable=False),
        sa.Column("district", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("batch", "source", name="pk_coverage"),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name="fk_coverage_batch"),
    )
    op.create_index("ix_coverage_layer", "coverage", ["layer"])
    op.execute(FROM_INCIDENTS)
    op.execute(FROM_OTHERS)
