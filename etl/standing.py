"""How an import stands, kept among the batches until it is published or has failed."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from etl.datum.settle import AskedError
from etl.reasons import refusal
from etl.sheets import CONTROLS
from geodata.errors import SafetyMapError, StorageError
from geodata.storage.ledgers import Unpublished, note_unpublished

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from geodata.storage.store import Storage


class Standing:
    """The place of one import among the batches: started, checking, ready, until it has ended.

    Until then it says there that it has not, which is what a crash leaves to be seen; the next
    import of the same file takes that place.
    """

    def __init__(
        self, storage: Storage, layer: str, district: str, name: str, sha256: str, now: datetime
    ) -> None:
        self._storage, self._layer, self._district = storage, layer, district
        self._name, self._sha256, self._now = name, sha256, now
        self.number: int | None = None
        self.state = ""

    @contextmanager
    def followed(self) -> Iterator[None]:
        """Keep why the file did not come in, whatever it was."""
        self.note("started")
        try:
            yield
        except Exception as error:
            told = error if isinstance(error, SafetyMapError) else _unexpected(error)
            with suppress(StorageError):  # the reason to be told is the first one
                self.note("asked" if isinstance(error, AskedError) else "failed", told)
            raise

    def note(self, state: str, why: SafetyMapError | None = None) -> None:
        """Write down a state and, where it failed or stopped with a question, why."""
        self.state = state
        why = why or refusal("unfinished", name=self._name)
        unpublished = Unpublished(
            layer=self._layer,
            district=self._district,
            file_name=self._name,
            sha256=self._sha256,
            crs=None,
            started_at=self._now,
            finished_at=self._now,
            refused=_clean(why.to_kept()),
            state=state,
            located=why.to_json() if isinstance(why, AskedError) else None,
        )
        with self._storage.writing() as connection:
            self.number = note_unpublished(connection, unpublished, self.number)


def _unexpected(error: Exception) -> SafetyMapError:
    return refusal("unexpected", why=type(error).__name__)


def _clean(kept: Any) -> Any:  # noqa: ANN401 - JSON
    """Take out of texts what no database takes."""
    if isinstance(kept, dict):
        return {name: _clean(value) for name, value in kept.items()}
    return CONTROLS.sub("", kept) if isinstance(kept, str) else kept
