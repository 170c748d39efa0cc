"""A layer that cannot be read leaves the others whole, and is unknown rather than empty."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from geodata.build import build_read_model
from geodata.columns import Columns
from geodata.empty import empty_shapes
from geodata.errors import DamagedError
from geodata.live import LiveModel
from geodata.storage import bulk
from geodata.storage.store import FILE_NAME, Storage, open_storage
from tests.geodata.making import CATALOGUE, NOW, at, incident, rental, write


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = open_storage(tmp_path, now=NOW)
    write(opened, "rental", [rental("R1", 3, position=at(113.5, 23.1))])
    write(opened, "incident", [incident("I1", 3), incident("I2", 4)])
    yield opened
    opened.close()


def spoil(storage: Storage, value: str | float) -> None:
    """Put what no program wrote where a longitude belongs."""
    connection = sqlite3.connect(storage.folder / FILE_NAME)
    connection.execute("UPDATE places SET lng = ?", (value,))
    connection.execute("UPDATE data_version SET version = version + 1")
    connection.execute("UPDATE layer_versions SET version = version + 1 WHERE layer = 'rental'")
    connection.commit()
    connection.close()


def test_the_other_layers_are_whole_and_the_broken_one_is_unknown(storage: Storage) -> None:
    sound = build_read_model(storage, CATALOGUE)
    spoil(storage, "x")
    model = build_read_model(storage, CATALOGUE, sound, broken={})
    assert set(model.broken) == {"rental"}
    assert len(model.columns["rental"]) == 0
    assert len(model.columns["incident"]) == 2
    assert "rental" in sound.data_dates
    assert "rental" not in model.data_dates
    assert set(model.columns) == set(sound.columns)
    for layer in sound.columns:
        assert types_of(model.columns[layer]) == types_of(sound.columns[layer])


def types_of(columns: Columns) -> dict[str, object]:
    """Return the type of each array of a layer, by its name."""
    arrays = {name: getattr(columns, name) for name in columns.__dataclass_fields__}
    arrays |= columns.measures
    return {name: array.dtype for name, array in arrays.items() if isinstance(array, np.ndarray)}


def test_an_analysis_is_not_made_of_half_the_layers(storage: Storage) -> None:
    spoil(storage, "x")
    with pytest.raises(ValueError, match="x"):
        build_read_model(storage, CATALOGUE)


def test_a_layer_that_was_mended_is_read_again(storage: Storage) -> None:
    live = LiveModel(storage, CATALOGUE)
    spoil(storage, "x")
    assert set(live.current().broken) == {"rental"}
    spoil(storage, 113.5)
    mended = live.current()
    assert not mended.broken
    assert len(mended.columns["rental"]) == 1
    live.close()


def test_trouble_with_the_disk_is_not_taken_for_a_broken_layer(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise DamagedError("records.sqlite", "a whole one", "Restore it.")

    monkeypatch.setattr(bulk, "read_layer", fail)
    with pytest.raises(DamagedError):
        build_read_model(storage, CATALOGUE, broken={})


def test_a_drawn_layer_without_shapes_is_like_any_other(storage: Storage) -> None:
    sound = build_read_model(storage, CATALOGUE)
    for name, held in sound.shapes.items():
        empty = empty_shapes(CATALOGUE.by_layer[name])
        assert len(empty) == 0
        assert (empty.x.dtype, empty.number.dtype) == (held.x.dtype, held.number.dtype)
