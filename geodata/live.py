"""The read model of now: replaced when the data version changes."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from geodata.build import build_read_model
from geodata.catalogue.model import Catalogue
from geodata.readmodel import ReadModel
from geodata.storage.store import Storage
from geodata.storage.versions import read_version, rows_imported

PATIENCE_S = 1.0
"""So long the reader who finds new data waits for them: a change made by hand is seen at once."""

MOST_AWAITED = 20_000
"""Records that imports may have written for anybody to wait: more are not read within a second."""


class LiveModel:
    """Hands out the read model of the newest data version, to any number of threads.

    A thread of its own builds it. Who finds that the database has moved on waits a little for that,
    unless a large import has moved it; the others, and whoever has waited, go on with the model
    before.

    Parameters
    ----------
    storage
        Stays the caller's to close, after `close`.
    patience_s
        How long one reader waits for a new model; `PATIENCE_S` where None.
    """

    def __init__(
        self, storage: Storage, catalogue: Catalogue, *, patience_s: float | None = None
    ) -> None:
        self._storage, self._catalogue = storage, catalogue
        self._patience_s = PATIENCE_S if patience_s is None else patience_s
        self._model: ReadModel | None = None
        self._asking = Lock()
        self._builder = ThreadPoolExecutor(1, "read model")
        self._task: Future[ReadModel] | None = None

    def begin(self) -> None:
        """Let the first model be built before anybody asks: of a million records it takes long."""
        self._builder.submit(self._renew)

    def current(self) -> ReadModel:
        """Return the model, built anew first where the database has moved on and that is soon done.

        Asking when nothing has changed costs one small read of the database. What goes wrong in
        building is raised here, be it only for the next one to ask.
        """
        held = self._model
        if held is None:
            with self._asking:
                return self._builder.submit(self._renew).result()
        if held.version == self.version() or not self._asking.acquire(blocking=False):
            return held
        try:
            return self._awaited(held.version)
        except TimeoutError:
            return held
        finally:
            self._asking.release()

    def close(self) -> None:
        """Let what is being built be finished, and build no more."""
        self._builder.shutdown()

    def _awaited(self, held: int) -> ReadModel:
        """Return what is being built; TimeoutError where it takes longer than one is to wait."""
        task, patience_s = self._task, 0.0
        if task is None or (task.done() and task.exception() is None):
            task, patience_s = self._builder.submit(self._renew), self._patience(held)
        self._task = task
        try:
            return task.result(patience_s)
        finally:
            self._task = None if task.done() else task

    def _patience(self, held: int) -> float:
        with self._storage.reading() as transaction:
            written = rows_imported(transaction, held)
        return self._patience_s if written <= MOST_AWAITED else 0.0

    def version(self) -> int:
        """Return the data version in the database."""
        with self._storage.reading() as transaction:
            return read_version(transaction)

    def _renew(self) -> ReadModel:
        held = self._model
        if held is None or held.version != self.version():
            held = self._model = build_read_model(self._storage, self._catalogue, held, broken={})
        return held
