from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from geodata.errors import StorageError
from geodata.storage import sealed_files
from geodata.storage.sealed import Seal
from geodata.storage.sealed_files import open_file, seal_file

SEAL = Seal(Fernet.generate_key())


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed_files, "PART", 10)


@pytest.mark.parametrize("length", [0, 1, 9, 10, 11, 20, 1_000])
def test_what_is_sealed_opens_as_it_was(tmp_path: Path, length: int) -> None:
    content = bytes(range(256)) * 4
    path = tmp_path / "records.sqlite"
    path.write_bytes(content[:length])
    sealed = seal_file(SEAL, path)
    assert not path.exists()
    assert list(tmp_path.iterdir()) == [sealed]
    assert length < 9 or content[:9] not in sealed.read_bytes()
    open_file(SEAL, sealed, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == content[:length]


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: lines[1:],
        lambda lines: [lines[1], lines[0], *lines[2:]],
        lambda lines: [*lines, lines[-1]],
        lambda _: [],
    ],
)
def test_parts_that_are_missing_or_out_of_place_are_found(
    tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 35)
    sealed = seal_file(SEAL, path)
    sealed.write_bytes(b"".join(change(sealed.read_bytes().splitlines(keepends=True))))
    with pytest.raises(StorageError, match="out of place"):
        open_file(SEAL, sealed, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    sealed = seal_file(SEAL, tmp_path / "file")
    with pytest.raises(StorageError, match="the key file"):
        open_file(Seal(Fernet.generate_key()), sealed, tmp_path / "again")
