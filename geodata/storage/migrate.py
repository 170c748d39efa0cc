"""Bringing the tables of a database to those this program knows.

Alembic is imported only when there is something to migrate: it costs a server time and memory.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, inspect, select

from geodata.storage.audit import entry_by, note
from geodata.storage.dialect import write_copy
from geodata.storage.sealed import seal_of
from geodata.storage.sealed_files import seal_file
from geodata.storage.troubles import naming_troubles
from geodata.storage.words import refusal

MIGRATIONS = Path(__file__).parent / "migrations"
COPIED_AT = "%Y%m%dT%H%M%S%f"
"""How the name of a copy says when it was made, in UTC."""

FIRST_SEALED = "0002"
"""The first schema that has no personal data in plain."""


def bring_up_to_date(
    engine: Engine, backups: Path, *, now: datetime, scripts: Path = MIGRATIONS
) -> None:
    """Upgrade the database to the newest schema of `scripts`, after a backup if it holds one.

    Several processes may ask at once; one upgrades, the others find it done.

    Raises
    ------
    StorageError
        Where its schema is newer than ours, and nothing is touched.
    """
    known = schema_names(scripts)
    found = schema_of(engine)
    if found == known[-1]:
        return
    if found is not None:
        _require_known(found, known)
        write_backup(engine, backups, schema=found, now=now)
    _upgrade(engine, scripts, now=now)
    seal_plain_copies(engine, backups)


def schema_names(scripts: Path = MIGRATIONS) -> list[str]:
    """Names of the schemas in order: the numbers before the scripts' first underscore."""
    return sorted(path.name.split("_")[0] for path in (scripts / "versions").glob("[0-9]*_*.py"))


def schema_of(engine: Engine) -> str | None:
    """Name of the schema a database has; None for an empty one."""
    with engine.begin() as connection:
        return schema_in(connection)


def schema_in(connection: Connection) -> str | None:
    """Name of the schema of an open database, as `schema_of`."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    stamp = Table("alembic_version", MetaData(), autoload_with=connection)
    return connection.scalar(select(stamp.c.version_num))


def write_backup(engine: Engine, backups: Path, *, schema: str, now: datetime) -> Path:
    """Copy the whole database into `backups` and return the copy's path."""
    with naming_troubles(backups.parent):
        backups.mkdir(parents=True, exist_ok=True)
    path = backups / f"records-{schema}-{now:{COPIED_AT}}.sqlite"
    write_copy(engine, path)
    return path


def seal_plain_copies(engine: Engine, backups: Path) -> list[Path]:
    """Seal the copies made before upgrades whose schema held personal data in plain.

    What stood open before this program did so is sealed too.

    Returns
    -------
    list of Path
        The sealed files; none is left open.
    """
    copies = sorted(backups.glob("records-*.sqlite"))
    plain = [path for path in copies if path.name.split("-")[1] < FIRST_SEALED]
    return [seal_file(seal_of(engine.dialect), path) for path in plain]


def _require_known(found: str, known: list[str]) -> None:
    if found not in known:
        raise refusal("newer", schema=found, known=", ".join(known))


def _upgrade(engine: Engine, scripts: Path, *, now: datetime) -> None:
    """Upgrade in one transaction, with a line in the audit unless the database is new."""
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        before = schema_in(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        after = schema_in(connection)
        if before is not None and after != before:
            told = {"before": {"schema": before}, "after": {"schema": after}}
            note(connection, entry_by(None, now, "upgrade", "database", details=told))
