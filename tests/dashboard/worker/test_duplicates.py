"""The job compares what the ledgers told and keeps the pairs for the newest data."""

import pytest

from geodata.build import build_read_model
from geodata.catalogue.model import Catalogue
from geodata.readmodel import ReadModel
from geodata.results.duplicates import FEATURES, Pairs
from geodata.results.kept_results import DUPLICATES
from geodata.storage.correct import Corrector
from geodata.storage.duplicates import Seen, merge
from geodata.storage.store import Storage
from tests.dashboard.comparing import compare
from tests.geodata.making import CATALOGUE, NOW
from tests.geodata.twice_told import write_twice_told


def _numbers(pairs: Pairs) -> set[tuple[int, int]]:
    return set(zip(pairs.one.tolist(), pairs.other.tolist(), strict=True))


def _kept(storage: Storage) -> dict[str, Pairs]:
    made = DUPLICATES.newest(storage)
    assert made is not None
    return dict(made.pairs)


def test_an_empty_folder_has_no_pairs(storage: Storage) -> None:
    assert compare(storage) == {"pairs": 0}
    assert _kept(storage) == {}


def test_what_two_ledgers_tell_of_is_found_and_nothing_else(storage: Storage) -> None:
    write_twice_told(storage)
    assert compare(storage) == {"pairs": 3}
    pairs = _kept(storage)
    assert _numbers(pairs["incident"]) == {(1, 121), (2, 122)}
    assert _numbers(pairs["rental"]) == {(1, 60)}
    nth = pairs["incident"].one.tolist().index(2)
    levels = {name: FEATURES[name][held[nth]] for name, held in pairs["incident"].levels.items()}
    assert levels["place"] == "unknown"  # of one of them
    assert (levels["address"], levels["time"], levels["source"]) == ("same", "minutes", "two")


def test_nothing_is_kept_of_a_layer_that_is_only_counted(storage: Storage) -> None:
    write_twice_told(storage)
    compare(storage)
    assert "injury" not in _kept(storage)
    assert set(_kept(storage)) <= {layer.id for layer in CATALOGUE.listed_layers}


def test_a_merged_record_is_compared_no_more(storage: Storage) -> None:
    write_twice_told(storage)
    with storage.writing() as connection:
        by = Corrector("chen.li", "同一起")
        layer = CATALOGUE.by_layer["incident"]
        merge(connection, layer, Seen(1, 1), Seen(121, 1), by=by, now=NOW)
    compare(storage)
    assert _numbers(_kept(storage)["incident"]) == {(2, 122)}


def test_a_record_that_is_merged_meanwhile_is_left_out(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_twice_told(storage)

    def build_and_merge(opened: Storage, catalogue: Catalogue) -> ReadModel:
        model, layer = build_read_model(opened, catalogue), catalogue.by_layer["rental"]
        with opened.writing() as connection:
            by = Corrector("chen.li", "同一栋")
            merge(connection, layer, Seen(1, 1), Seen(60, 1), by=by, now=NOW)
        return model

    monkeypatch.setattr("dashboard.worker.duplicates.build_read_model", build_and_merge)
    assert compare(storage) == {"pairs": 2}
