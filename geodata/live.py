"""The read model of now: replaced when the data version changes."""

from threading import Lock

from geodata.build import build_read_model
from geodata.catalogue.model import Catalogue
from geodata.readmodel import ReadModel
from geodata.storage.store import Storage
from geodata.storage.versions import read_version


class LiveModel:
    """Hands out the read model of the newest data version, to any number of threads.

    One thread at a time builds; the others go on with the model before, except for the first.

    Parameters
    ----------
    storage
        Stays the caller's to close.
    """

    def __init__(self, storage: Storage, catalogue: Catalogue) -> None:
        self._storage, self._catalogue = storage, catalogue
        self._model: ReadModel | None = None
        self._building = Lock()

    def current(self) -> ReadModel:
        """Return the model, built anew first where the database has moved on.

        Asking when nothing has changed costs one small read of the database.
        """
        held = self._model
        if held is None:
            with self._building:
                return self._renew()
        if held.version != self.version() and self._building.acquire(blocking=False):
            try:
                return self._renew()
            finally:
                self._building.release()
        return held

    def version(self) -> int:
        """Return the data version in the database."""
        with self._storage.reading() as transaction:
            return read_version(transaction)

    def _renew(self) -> ReadModel:
        held = self._model
        if held is None or held.version != self.version():
            held = self._model = build_read_model(self._storage, self._catalogue, held)
        return held
