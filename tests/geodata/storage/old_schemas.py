"""Databases as earlier programs left them, with data in the tables each of them had."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine

from geodata.storage import migrate
from geodata.storage.dialect import prepare_connections
from geodata.storage.keyfile import read_key
from geodata.storage.sealed import Seal, attach_seal
from geodata.storage.store import FILE_NAME

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
PLACES = 50
BATCH = """
INSERT INTO batches
    (id, layer, district, file_name, sha256, recipe, started_at, finished_at, state, rows_read,
     headings, blank, totals, new, changed, unchanged, rejected, warned, misplaced)
VALUES
    (1, 'rental', '', 'a', '', '', 0, 0, 'published', 50, 0, 0, 0, 50, 0, 0, 0, 0, 0)
"""
PLACE = """
INSERT INTO places
    (layer, district, key, version, batch, sheet, row, row_hash, attributes, personal)
VALUES
    ('rental', '', 'R-{number}', 1, 1, '', 2, '', '{{"units": 3}}', '{{"phone": "13812345678"}}')
"""
USER = """
INSERT INTO users
    (login, name, role, disabled, must_change, created_at, changed_at, version)
VALUES ('chen.li', '陈丽', 'clerk', 0, 0, 0, 0, 1)
"""
ENTRY = """
INSERT INTO audit (at, user, actor, address, action, object, result)
VALUES (0, 1, 'chen.li', '', 'unmask', 'rental/1', 'done')
"""
JOB = """
INSERT INTO jobs (kind, key, params, asked_at, state, attempt, stage, progress_done)
VALUES ('hotspots', '', '{}', 0, 'done', 1, '', 0)
"""
FROZEN = "INSERT INTO frozen_results VALUES ('hotspots', 'now', '2025-12-01', 1, 0, x'00')"
DATA = {
    "0001": [BATCH, *(PLACE.format(number=number) for number in range(PLACES))],
    "0002": [USER, ENTRY],
    "0004": [JOB, FROZEN],
    "0012": ["INSERT INTO audit_links VALUES (1, 1, 1, 0, x'00', x'00')"],
}
"""What is written once a schema is there: into tables that it made."""


def make_old(folder: Path, schema: str, scratch: Path) -> None:
    """Make the data folder of a program whose newest schema was this one."""
    folder.mkdir(parents=True)
    engine = create_engine(f"sqlite:///{folder / FILE_NAME}")
    prepare_connections(engine, writes=True)
    attach_seal(engine, Seal(read_key(folder, make=True)))
    try:
        for step in [name for name in migrate.schema_names() if name <= schema]:
            scripts = _scripts_until(step, scratch / f"until {step}")
            migrate.bring_up_to_date(engine, folder / "backups", now=NOW, scripts=scripts)
            with engine.begin() as connection:
                for statement in DATA.get(step, ()):
                    connection.exec_driver_sql(statement)
    finally:
        engine.dispose()
    shutil.rmtree(folder / "backups", ignore_errors=True)


def _scripts_until(schema: str, folder: Path) -> Path:
    if not folder.exists():
        shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        for script in (folder / "versions").glob("[0-9]*.py"):
            if script.name.split("_")[0] > schema:
                script.unlink()
    return folder
