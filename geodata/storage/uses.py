"""When each kept file was last used."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from geodata.storage.job_tables import jobs
from geodata.storage.tables import batches

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


def read_file_uses(connection: Connection) -> dict[str, datetime]:
    """Return when the file of each digest was last imported, or asked to be read.

    By SHA-256 in hexadecimal, which is the name of its folder; of files a job names and of those
    that batches came from.
    """
    imported = select(batches.c.sha256, func.max(batches.c.finished_at)).group_by(batches.c.sha256)
    found = {row[0]: row[1] for row in connection.execute(imported)}
    file = jobs.c.params["file"].as_string()
    asked = select(file, func.max(jobs.c.asked_at)).where(file.is_not(None)).group_by(file)
    for path, used in connection.execute(asked):
        digest = PurePosixPath(path).parent.name
        found[digest] = max(used, found.get(digest, used))
    return found
