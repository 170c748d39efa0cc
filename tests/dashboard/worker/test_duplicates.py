"""The job compares what the ledgers told and keeps the pairs for the newest data."""

import pytest

from dashboard.worker.duplicates import make_duplicates
from dashboard.worker.work import Work
from geodata.catalogue import read_catalogue
from geodata.duplicates import FEATURES, Pairs
from geodata.kept_results import DUPLICATES
from geodata.storage.correct import Corrector
from geodata.storage.duplicates import Seen, merge
from geodata.storage.jobs import ask_job, claim_job
from geodata.storage.store import Storage
from tests.geodata.making import CATALOGUE, NOW
from tests.geodata.twice_told import write_twice_told


@pytest.fixture
def work(storage: Storage) -> Work:
    ask_job(storage, "duplicates", {}, key="", by=None, now=NOW)
    job = claim_job(storage, now=NOW)
    assert job is not None
    return Work(job, storage, read_catalogue(), lambda: NOW)


def _numbers(pairs: Pairs) -> set[tuple[int, int]]:
    return set(zip(pairs.one.tolist(), pairs.other.tolist(), strict=True))


def _kept(work: Work) -> dict[str, Pairs]:
    made = DUPLICATES.newest(work.storage)
    assert made is not None
    return dict(made.pairs)


def test_an_empty_folder_has_no_pairs(work: Work) -> None:
    assert make_duplicates(work) == {"pairs": 0}
    assert _kept(work) == {}


def test_what_two_ledgers_tell_of_is_found_and_nothing_else(work: Work) -> None:
    write_twice_told(work.storage)
    assert make_duplicates(work) == {"pairs": 3}
    pairs = _kept(work)
    assert _numbers(pairs["incident"]) == {(1, 121), (2, 122)}
    assert _numbers(pairs["rental"]) == {(1, 60)}
    nth = pairs["incident"].one.tolist().index(2)
    levels = {name: FEATURES[name][held[nth]] for name, held in pairs["incident"].levels.items()}
    assert levels["place"] == "unknown"  # of one of them
    assert (levels["address"], levels["time"], levels["source"]) == ("same", "minutes", "two")


def test_nothing_is_kept_of_a_layer_that_is_only_counted(work: Work) -> None:
    write_twice_told(work.storage)
    make_duplicates(work)
    assert "injury" not in _kept(work)
    assert set(_kept(work)) <= {layer.id for layer in CATALOGUE.listed_layers}


def test_a_merged_record_is_compared_no_more(work: Work) -> None:
    write_twice_told(work.storage)
    with work.storage.writing() as connection:
        by = Corrector("chen.li", "同一起")
        layer = CATALOGUE.by_layer["incident"]
        merge(connection, layer, Seen(1, 1), Seen(121, 1), by=by, now=NOW)
    make_duplicates(work)
    assert _numbers(_kept(work)["incident"]) == {(2, 122)}
