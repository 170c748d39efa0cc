"""Who reported the whole of a batch, how its CRS was settled, and that it may be asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

BEFORE = "state IN ('started', 'checking', 'ready', 'published', 'failed')"
AFTER = "state IN ('started', 'checking', 'ready', 'asked', 'published', 'failed')"


def upgrade() -> None:
    """Add the columns, and widen the check where it stands, as revision 0006 does."""
    op.add_column("batches", sa.Column("source", sa.String))
    op.add_column("batches", sa.Column("located", sa.JSON))
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint("ck_batches_state_known", "batches")
        op.create_check_constraint("ck_batches_state_known", "batches", AFTER)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema=ON").close()
    connection.exec_driver_sql(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = 'batches'", (BEFORE, AFTER)
    )
    connection.exec_driver_sql(f"PRAGMA schema_version={version + 1:d}").close()
    connection.exec_driver_sql("PRAGMA writable_schema=OFF").close()
