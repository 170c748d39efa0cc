"""A batch may be started, checking or ready before it is published or has failed."""

from alembic import op

revision = "0006"
down_revision = "0005"

BEFORE = "state IN ('published', 'failed')"
AFTER = "state IN ('started', 'checking', 'ready', 'published', 'failed')"


def upgrade() -> None:
    """Widen the check where it stands: other tables refer to batches, so they cannot be rebuilt.

    See "Making Other Kinds Of Table Schema Changes" in SQLite's documentation of ALTER TABLE: a
    check that lets more through may be changed in the text of the schema.
    """
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
