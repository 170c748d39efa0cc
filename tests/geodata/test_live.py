"""The read model of now: who waits for a new one, and who goes on with the old."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from geodata import live
from geodata.build import build_read_model
from geodata.live import LiveModel
from geodata.readmodel import ReadModel
from geodata.storage.store import Storage, open_storage
from tests.geodata.making import CATALOGUE, NOW, rental, write


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path, now=NOW)
    yield opened
    opened.close()


def test_the_live_model_follows_the_database(storage: Storage) -> None:
    model = LiveModel(storage, CATALOGUE)
    first = model.current()
    assert model.current() is first
    write(storage, "rental", [rental("A")])
    assert len(model.current().columns["rental"]) == 1


def test_a_model_begun_before_anybody_asks_is_built_once(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []

    def counted(*arguments: object, **more: object) -> ReadModel:
        built.append(build_read_model(*arguments, **more))  # type: ignore[arg-type]
        return built[-1]

    monkeypatch.setattr(live, "build_read_model", counted)
    model = LiveModel(storage, CATALOGUE)
    model.begin()
    assert [model.current(), model.current()] == [built[0], built[0]]
    model.close()
    assert len(built) == 1


def test_readers_go_on_with_the_old_model_while_a_new_one_takes_long(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = LiveModel(storage, CATALOGUE, patience_s=0)
    old = model.current()
    write(storage, "rental", [rental("A")])
    started, go_on = Event(), Event()

    def slow(*arguments: object, **more: object) -> ReadModel:
        started.set()
        assert go_on.wait(30)
        return build_read_model(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(live, "build_read_model", slow)
    assert model.current() is old
    assert started.wait(30)
    assert model.current() is old
    go_on.set()
    model.close()
    assert len(model.current().columns["rental"]) == 1


def test_nobody_waits_for_what_a_large_import_wrote(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_AWAITED", 2)
    model = LiveModel(storage, CATALOGUE, patience_s=60)
    old = model.current()
    go_on = Event()

    def slow(*arguments: object, **more: object) -> ReadModel:
        assert go_on.wait(5), "somebody waits"
        return build_read_model(*arguments, **more)  # type: ignore[arg-type]

    write(storage, "rental", [rental("A"), rental("B")])
    write(storage, "rental", [rental("C")])
    monkeypatch.setattr(live, "build_read_model", slow)
    assert model.current() is old
    go_on.set()
    model.close()
    assert len(model.current().columns["rental"]) == 3


def test_a_model_built_late_is_not_mistaken_for_the_next_one(storage: Storage) -> None:
    model = LiveModel(storage, CATALOGUE, patience_s=0)
    model.current()
    for count, code in enumerate("AB", 1):
        write(storage, "rental", [rental(code)])
        until = monotonic() + 30
        while model.current().version < model.version() and monotonic() < until:
            Event().wait(0.01)
        assert len(model.current().columns["rental"]) == count


def test_a_model_that_cannot_be_built_is_told_to_who_asks_next(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = LiveModel(storage, CATALOGUE, patience_s=0)
    old = model.current()
    write(storage, "rental", [rental("A")])
    go_on = Event()

    def broken(*_: object, **__: object) -> ReadModel:
        assert go_on.wait(30)
        raise ValueError("broken")

    monkeypatch.setattr(live, "build_read_model", broken)
    assert model.current() is old
    go_on.set()
    model.close()
    with pytest.raises(ValueError, match="broken"):
        model.current()
