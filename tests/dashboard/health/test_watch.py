"""What is wrong right now is seen within five seconds, and said in both languages."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from dashboard.components.condition import condition_text
from dashboard.health.watch import LOOK_EVERY_S, MISSED_S, Watch, Wrong
from dashboard.health.words import TEXTS, words_of
from dashboard.texts import Language, read_texts
from dashboard.wording import local_text
from dashboard.worker.lock import holding
from geodata.storage.store import FILE_NAME, Storage, open_storage
from geodata.storage.troubles import LEAST_FREE
from tests.dashboard.worker.conftest import until
from tests.geodata.making import NOW, rental, write


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path, now=NOW)
    yield opened
    opened.close()


class Office:
    """A data folder whose clock and disk are ours."""

    def __init__(self, storage: Storage) -> None:
        self.now, self.free, self.unwritable = 0.0, 2 * LEAST_FREE, set[str]()
        self.set_by = timedelta()
        self.watch = Watch(
            storage.folder,
            storage,
            lambda: NOW + timedelta(seconds=self.now) + self.set_by,
            clock=lambda: self.now,
            counted=lambda: self.now,
            free=lambda _: self.free,
            writable=lambda path: path.name not in self.unwritable,
        )

    def keys(self) -> list[str]:
        return [one.key for one in self.watch.wrong()]

    def later(self, seconds: float = LOOK_EVERY_S) -> list[str]:
        self.now += seconds
        return self.keys()


def test_nothing_is_wrong_with_a_sound_office(storage: Storage) -> None:
    office = Office(storage)
    with holding(storage.folder):
        assert office.keys() == []
        assert office.later(MISSED_S * 10) == []


def test_a_full_disk_is_seen_and_forgotten_once_there_is_room(storage: Storage) -> None:
    office = Office(storage)
    assert office.keys() == []
    office.free = LEAST_FREE - 1
    assert office.keys() == []  # between two looks
    assert office.later() == ["full"]
    office.free = LEAST_FREE
    assert office.later() == []


@pytest.mark.parametrize("name", [FILE_NAME, "the folder"])
def test_a_folder_or_file_that_cannot_be_written_is_seen(storage: Storage, name: str) -> None:
    office = Office(storage)
    office.unwritable = {storage.folder.name if name == "the folder" else name}
    assert office.keys() == ["read_only"]


def test_a_worker_may_be_gone_for_a_moment_but_not_longer(storage: Storage) -> None:
    office = Office(storage)
    assert office.later(MISSED_S - 1) == []
    assert office.later() == ["no_worker"]
    with holding(storage.folder):
        assert office.later() == []
    assert office.later() == []
    assert office.later(MISSED_S) == ["no_worker"]


def test_whoever_waits_for_another_writer_is_told_so(storage: Storage) -> None:
    office = Office(storage)
    storage.waits._clock = lambda: office.now
    other = sqlite3.connect(storage.folder / FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    saver = Thread(target=write, args=(storage, "rental", [rental("R0", 3)]))
    saver.start()
    until(lambda: storage.waits._began)
    with holding(storage.folder):
        seen = office.later(30)
    told = office.watch.wrong()[0].values
    other.execute("ROLLBACK")
    other.close()
    saver.join()
    assert (seen, told) == (["busy"], {"seconds": 30})
    assert office.later() == []


@pytest.mark.parametrize(
    ("set_by", "shown"), [(timedelta(days=365), "2027-01-05"), (timedelta(days=-1), "2026-01-04")]
)
def test_a_clock_that_is_set_while_we_run_is_said_until_it_is_right_again(
    storage: Storage, set_by: timedelta, shown: str
) -> None:
    office = Office(storage)
    with holding(storage.folder):
        assert office.later() == []
        office.set_by = set_by
        assert office.later() == ["clock"]
        (wrong,) = office.watch.wrong()
        assert str(wrong.values["now"]).startswith(shown)
        assert wrong.values["expected"] == local_text(NOW)
        office.set_by = timedelta(minutes=2)  # set right, as well as a person can
        assert office.later() == []


@pytest.mark.parametrize("language", list(Language))
def test_each_is_said_in_one_sentence(language: Language) -> None:
    words = words_of(language)
    values: dict[str, dict[str, object]] = {
        "full": {"free": 3 * 2**20, "least": LEAST_FREE},
        "busy": {"seconds": 7},
        "clock": {"now": "2027-01-05 16:00", "expected": "2026-01-05 16:00"},
    }
    said = {
        key: condition_text(words, Wrong(key, values.get(key, {})))
        for key in read_texts(language, TEXTS).group("now")
    }
    assert set(said) == {"full", "read_only", "busy", "no_worker", "clock"}
    assert "3 MB" in said["full"]
    assert "2026-01-05 16:00" in said["clock"]
    assert "7" in said["busy"]
    assert not any("{" in text for text in said.values())
