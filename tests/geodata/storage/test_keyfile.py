import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from geodata.errors import StorageError
from geodata.storage.keyfile import FILE_NAME, read_key
from geodata.storage.store import open_storage
from tests.geodata.making import NOW

OWNER_ONLY = 0o600


def test_a_new_folder_gets_a_random_key_its_owner_alone_reads(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("一", "二")]
    for folder in folders:
        open_storage(folder, now=NOW).close()
    first, second = ((folder / FILE_NAME).read_bytes() for folder in folders)
    assert first != second
    if os.name == "posix":
        assert stat.S_IMODE((folders[0] / FILE_NAME).stat().st_mode) == OWNER_ONLY
    assert [path.name for path in folders[0].iterdir() if FILE_NAME in path.name] == [FILE_NAME]


def test_the_key_stays_the_same_from_start_to_start(tmp_path: Path) -> None:
    open_storage(tmp_path, now=NOW).close()
    before = (tmp_path / FILE_NAME).read_bytes()
    open_storage(tmp_path, now=NOW).close()
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_whoever_comes_at_the_same_time_reads_the_same_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: read_key(tmp_path, make=True), range(64)))
    assert len(keys) == 1


@pytest.mark.parametrize("content", [b"", b"\n", b"secret", b"QUJD", b"\xff" * 44, b"A" * 40])
def test_an_empty_short_or_broken_key_refuses_to_start(tmp_path: Path, content: bytes) -> None:
    open_storage(tmp_path, now=NOW).close()
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(StorageError, match=f"{FILE_NAME}.*32 bytes"):
        open_storage(tmp_path, now=NOW)


def test_a_lost_key_is_not_silently_replaced(tmp_path: Path) -> None:
    open_storage(tmp_path, now=NOW).close()
    (tmp_path / FILE_NAME).unlink()
    with pytest.raises(StorageError, match="Put back the key"):
        open_storage(tmp_path, now=NOW)
    assert not (tmp_path / FILE_NAME).exists()


def test_another_folders_key_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        open_storage(tmp_path / name, now=NOW).close()
    (tmp_path / "b" / FILE_NAME).write_bytes((tmp_path / "a" / FILE_NAME).read_bytes())
    with pytest.raises(StorageError, match="does not open"):
        open_storage(tmp_path / "b", now=NOW)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_a_key_others_can_read_refuses_to_start(tmp_path: Path) -> None:
    open_storage(tmp_path, now=NOW).close()
    (tmp_path / FILE_NAME).chmod(0o640)
    with pytest.raises(StorageError, match=r"readable by others.*chmod 600"):
        open_storage(tmp_path, now=NOW)
