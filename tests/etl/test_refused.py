"""A file refused as a whole leaves its name and the reason, and nothing else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from etl.report import BatchReport
from geodata.errors import CrsError, LedgerError
from geodata.storage.ledgers import read_batches
from geodata.storage.store import FILE_NAME, Storage
from geodata.storage.versions import read_version
from tests.etl.making import write_csv, write_rentals

Import = Callable[..., BatchReport]


def refused(storage: Storage) -> list[tuple[str, str, dict[str, Any]]]:
    with storage.reading() as connection:
        assert read_version(connection) == 0
        batches = read_batches(connection)
    return [(batch.state, batch.file_name, batch.refused or {}) for batch in batches]


def test_a_refused_file_is_kept_among_the_batches_with_its_reason(
    tmp_path: Path, bring_in: Import, storage: Storage
) -> None:
    path = write_csv(tmp_path / "坏.csv", [["甲", "乙"], [1, 2]])
    with pytest.raises(LedgerError) as caught:
        bring_in(path, "rental")
    ((state, name, reason),) = refused(storage)
    assert (state, name) == ("failed", "坏.csv")
    assert reason == caught.value.to_kept()
    assert reason["rule"] == "no_headings"
    assert reason["named"]["seen"].startswith("甲、乙")


def test_an_unknown_crs_is_a_reason(tmp_path: Path, bring_in: Import, storage: Storage) -> None:
    with pytest.raises(CrsError):
        bring_in(write_rentals(tmp_path / "a.csv"), "rental", crs="火星")
    assert [state for state, *_ in refused(storage)] == ["failed"]


def test_cells_repeated_in_a_reason_are_sealed(
    tmp_path: Path, bring_in: Import, storage: Storage
) -> None:
    path = write_csv(tmp_path / "a.csv", [["张金丝雀", "13912345678"], [1, 2]])
    with pytest.raises(LedgerError):
        bring_in(path, "rental")
    assert "张金丝雀" in str(refused(storage)[0][2])
    files = b"".join(p.read_bytes() for p in storage.folder.glob(f"{FILE_NAME}*"))
    assert "张金丝雀".encode() not in files
    assert b"13912345678" not in files


def test_a_name_no_database_takes_is_no_obstacle(
    tmp_path: Path, bring_in: Import, storage: Storage
) -> None:
    path = tmp_path / "\udce5.csv"
    path.write_bytes(b"\x81")
    with pytest.raises(LedgerError):
        bring_in(path, "rental")
    assert len(refused(storage)) == 1


def test_an_import_that_is_cut_off_stays_among_the_batches_as_unfinished(
    tmp_path: Path, bring_in: Import, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_rentals(tmp_path / "a.csv")
    with monkeypatch.context() as patch:
        patch.setattr("etl.imports.publish", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            bring_in(path, "rental", crs="wgs84")
    ((state, name, reason),) = refused(storage)
    assert (state, name) == ("ready", "a.csv")
    assert reason["rule"] == "unfinished"
    assert bring_in(path, "rental", crs="wgs84").batch == 1


@pytest.mark.parametrize("more", [{"dry_run": True}, {"layer": "no_such_layer"}])
def test_a_dry_run_or_a_layer_nobody_declared_leaves_no_batch(
    tmp_path: Path, bring_in: Import, storage: Storage, more: dict[str, Any]
) -> None:
    path = write_csv(tmp_path / "a.csv", [["甲"], [1]])
    with pytest.raises(LedgerError):
        bring_in(path, **{"layer": "rental", **more})
    assert refused(storage) == []


def test_a_file_once_refused_may_be_tried_again(
    tmp_path: Path, bring_in: Import, storage: Storage
) -> None:
    path = write_rentals(tmp_path / "a.csv")
    with pytest.raises(CrsError):
        bring_in(path, "rental", crs="火星")
    assert refused(storage)
    assert bring_in(path, "rental", crs="wgs84").batch == 2
