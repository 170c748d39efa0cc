"""Fields of a whole layer are read by number, personal ones never."""

from pathlib import Path

import numpy as np
import pytest

from geodata.storage.store import open_storage
from geodata.storage.values import BATCH, NUMBER, PRECISION, read_values
from tests.geodata.making import CATALOGUE, NOW, incident, write

INCIDENT = CATALOGUE.by_layer["incident"]


def test_texts_and_numbers_come_with_their_numbers(tmp_path: Path) -> None:
    storage = open_storage(tmp_path, now=NOW)
    with storage.reading() as connection:
        assert len(read_values(connection, INCIDENT, ["cause"])["cause"]) == 0
    write(storage, "incident", [incident("A", attributes={"cause": "超速"}), incident("B")])
    with storage.reading() as connection:
        found = read_values(connection, INCIDENT, ["cause", "dead", PRECISION, BATCH])
        with pytest.raises(ValueError, match="personal"):
            read_values(connection, INCIDENT, ["party"])
    storage.close()
    assert found["cause"].tolist() == ["超速", None]
    assert np.isnan(found["dead"]).all()
    assert np.isnan(found[PRECISION]).all()
    assert found[BATCH].tolist() == [1, 1]
    assert np.all(np.diff(found[NUMBER]) > 0)
