"""Opening the database of a data folder."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine

from geodata.storage import migrate
from geodata.storage.dialect import prepare_connections
from geodata.storage.proof import attach_key, require_same_key
from geodata.storage.sealed import Seal, seal_of
from geodata.storage.troubles import name_troubles, naming_troubles
from geodata.storage.waits import Waits
from geodata.storage.words import refusal

FILE_NAME = "records.sqlite"
OWNER_ONLY = 0o700

Transaction = Connection
"""An open transaction, as `Storage.reading` and `Storage.writing` give it: for annotations."""


@dataclass(frozen=True, slots=True)
class Storage:
    """An open database: transactions to write in and transactions to read in.

    Both may be used from any thread, and from several processes over one folder. Use them as
    ``with storage.writing() as connection:``; an exception inside undoes all of it.
    """

    folder: Path
    writer: Engine
    reader: Engine
    waits: Waits = field(default_factory=Waits, compare=False)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Begin a transaction that holds the write lock, when others have let go of it.

        Raises
        ------
        StorageError
            Of a kind in `geodata.errors`: where another process has kept it for a minute, the disk
            is full, the folder cannot be written. What was to be written then is not there at all.
        """
        with self.writer.connect() as connection:
            with self.waits.waiting():
                transaction = connection.begin()
            with transaction:
                yield connection

    def reading(self) -> AbstractContextManager[Connection]:
        """Begin a transaction that sees one state and cannot write."""
        return self.reader.begin()

    @property
    def seal(self) -> Seal:
        """What closes and opens personal data of this folder."""
        return seal_of(self.writer.dialect)

    def close(self) -> None:
        """Let go of the file."""
        self.reader.dispose()
        self.writer.dispose()


def open_storage(folder: Path, *, now: datetime, migrations: Path = migrate.MIGRATIONS) -> Storage:
    """Open the database of a data folder, making folder and database where there are none.

    Parameters
    ----------
    folder
        On a local disk: locks do not hold on a network drive. Where it is made, it is its owner's
        alone (POSIX).
    now
        Names the backup made before an older database is upgraded.
    migrations
        Folder of the migration scripts.

    Raises
    ------
    StorageError
        Where a newer program wrote the database, the folder cannot be written, or the key that
        personal data is sealed with is missing, weak or another one.
    """
    try:
        folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    except OSError as error:
        raise refusal("no_folder", path=folder, said=error.strerror) from error
    url = URL.create("sqlite", database=str(folder / FILE_NAME))
    # An error of the database says what was asked, not with which values: they may be personal.
    writer, reader = (create_engine(url, hide_parameters=True) for _ in range(2))
    storage = Storage(folder, writer, reader)
    for engine in (writer, reader):
        name_troubles(engine, folder / FILE_NAME)
    prepare_connections(storage.writer, writes=True)
    prepare_connections(storage.reader, writes=False)
    with naming_troubles(folder):
        seal = attach_key(folder, storage.writer, storage.reader)
    migrate.bring_up_to_date(storage.writer, folder / "backups", now=now, scripts=migrations)
    require_same_key(storage.writer, storage.reader, seal)
    return storage
