"""Purging a data folder, in a process that is killed."""

import os
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from dashboard.retention.policy import RetentionPolicy, days_of
from dashboard.retention.purging import purge
from dashboard.server.imports import keep_upload
from geodata.storage.audit import Entry, note
from geodata.storage.audit_chain import add_link
from geodata.storage.store import open_storage
from tests.geodata.making import CATALOGUE, NOW, incident, rental, write

RECORDS, UPLOADS, ENTRIES = 400, 10, 40
LATER = NOW + timedelta(days=2_000)
DAYS = days_of(CATALOGUE, RetentionPolicy())
CALLER = {"party": "张三", "party_phone": "13812345678"}


def make(folder: Path) -> None:
    """Make a database that has something of several kinds, all past its time by `LATER`."""
    storage = open_storage(folder, now=NOW)
    write(storage, "incident", [incident(f"{n}", personal=CALLER) for n in range(RECORDS)])
    for grade in ("red", "green"):
        changed = [rental(f"{n}", grade=grade, personal={"owner": "张三"}) for n in range(RECORDS)]
        write(storage, "rental", changed)
    for number in range(UPLOADS):
        kept = keep_upload(folder, "台账.csv", f"ledger {number}".encode(), storage.seal)
        for path in (kept, kept.parent):
            os.utime(path, (NOW.timestamp(),) * 2)
    with storage.writing() as connection:
        for number in range(ENTRIES):
            note(connection, Entry(NOW, "chen.li", "unmask", f"incident/{number}"))
    add_link(storage, now=NOW)
    storage.close()


def purge_all(folder: Path, saved: Connection) -> None:
    """Purge, and tell each kind as it is begun."""
    storage = open_storage(folder, now=NOW)
    purge(storage, CATALOGUE, DAYS, now=LATER, progress=saved.send)
    storage.close()
