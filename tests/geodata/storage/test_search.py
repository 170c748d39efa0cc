"""What records are called is read from the database as one text."""

import numpy as np
import pytest

from geodata.searchtext import BETWEEN
from geodata.storage import search
from geodata.storage.search import read_search_text
from geodata.storage.store import Storage
from tests.geodata.making import CATALOGUE, rental, write


def lines(storage: Storage, layer: str = "rental") -> dict[int, list[str]]:
    """Values of each record by its number, those that are not empty."""
    with storage.reading() as connection:
        text = read_search_text(connection, CATALOGUE.by_layer[layer])
    told = text.text.decode().split("\n")
    assert told.pop() == ""
    begins = [0, *np.cumsum([len(f"{line}\n".encode()) for line in told])]
    assert text.starts.tolist() == begins[:-1]
    values = [list(filter(None, line.split(BETWEEN))) for line in told]
    return dict(zip(text.number.tolist(), values, strict=True))


@pytest.mark.parametrize("block", [1, 2, 3, 50])
def test_each_record_is_read_once_whatever_fits_into_a_block(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(search, "BLOCK", block)
    write(storage, "rental", [rental("R-1", name="Ａ栋"), rental("R-2")])
    write(storage, "premises", [rental("P-1", attributes={})])
    write(storage, "rental", [rental("R-3", address="西街\n12号")])
    assert lines(storage) == {
        1: ["ａ栋", "r-1"],
        2: ["r-2"],
        4: ["西街 12号", "r-3"],
    }


def test_a_record_that_has_ended_is_not_read(storage: Storage) -> None:
    write(storage, "rental", [rental("R-1"), rental("R-2")])
    with storage.writing() as connection:
        connection.exec_driver_sql("UPDATE places SET retired_at = 1 WHERE code = 'R-1'")
    assert list(lines(storage)) == [2]
    with storage.writing() as connection:
        connection.exec_driver_sql("UPDATE places SET retired_at = 1")
    assert lines(storage) == {}


def test_a_layer_without_records_has_an_empty_text(storage: Storage) -> None:
    assert lines(storage) == {}
