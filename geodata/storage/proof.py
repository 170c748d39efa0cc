"""Whether the key at hand is the one a database was sealed with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine, insert, inspect, select

from geodata.storage.account_tables import sealing
from geodata.storage.keyfile import read_key
from geodata.storage.sealed import Seal, attach_seal

if TYPE_CHECKING:
    from pathlib import Path

PROOF: Final = b"sealed with this key"


def attach_key(folder: Path, *engines: Engine) -> Seal:
    """Read the key of a data folder for its engines; make one where nothing was sealed yet.

    Raises
    ------
    StorageError
        Where the key of a sealed database is missing, or no key.
    """
    seal = Seal(read_key(folder, make=not _is_sealed(engines[0])))
    for engine in engines:
        attach_seal(engine, seal)
    return seal


def require_same_key(writer: Engine, reader: Engine, seal: Seal) -> None:
    """Refuse a key other than the one the database was first sealed with; remember the first.

    Raises
    ------
    StorageError
        Where it is another key.
    """
    query = select(sealing.c.proof)
    with reader.begin() as connection:
        proof = connection.scalar(query)
    if proof is None:
        with writer.begin() as connection:
            proof = connection.scalar(query)
            if proof is None:
                connection.execute(insert(sealing).values(id=1, proof=seal.close(PROOF)))
                return
    seal.open(proof)


def _is_sealed(engine: Engine) -> bool:
    with engine.begin() as connection:
        if not inspect(connection).has_table(sealing.name):
            return False
        return connection.scalar(select(sealing.c.id)) is not None
