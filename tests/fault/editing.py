"""Correcting a record as a page does, again and again, in a process that is killed."""

from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from dashboard.accounts.door import Door
from dashboard.accounts.policy import Policy
from dashboard.server.correcting import Correction, carry_out
from dashboard.server.live import Live
from dashboard.texts import Language, read_texts
from geodata.accounts import Account, Session
from geodata.live import LiveModel
from geodata.rights import rights_of
from geodata.storage.accounts import add_account
from geodata.storage.reads import read_record
from geodata.storage.store import open_storage
from tests.geodata.making import CATALOGUE, rental, write

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
EDITOR = Account(1, "chen.li", "陈丽", "clerk")
TEXTS, RIGHTS = read_texts(Language.CHINESE), rights_of(CATALOGUE.roles)
SESSION = Session(1, EDITOR, NOW, NOW, "10.0.0.1", "Firefox")


def make(folder: Path) -> None:
    """Make a database with the editor's account and one record whose name is a number."""
    storage = open_storage(folder, now=NOW)
    write(storage, "rental", [rental("R1", 3, name="0")])
    with storage.writing() as connection:
        assert add_account(connection, EDITOR, now=NOW).number == EDITOR.number
    storage.close()


def edit_on(folder: Path, saved: Connection) -> None:
    """Add one to a number in a record without end; tell each that is saved, once it is."""
    storage = open_storage(folder, now=NOW)
    models, door = LiveModel(storage, CATALOGUE), Door(storage, RIGHTS, Policy(), lambda: NOW)
    live = Live(folder, storage, models, door, lambda: NOW)
    layer = CATALOGUE.by_layer["rental"]
    while True:
        with live.storage.reading() as connection:
            record = read_record(connection, layer, 1)
        assert record is not None
        number = int(record["name"]) + 1
        asked = Correction(record["version"], {"name": str(number)}, (), "清点")
        carry_out(live, SESSION, layer, 1, asked, TEXTS)
        saved.send(number)
