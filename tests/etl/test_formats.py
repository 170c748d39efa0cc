"""What a zip holds is told in the names its maker gave."""

import zipfile
from pathlib import Path

import pytest

from etl.formats import format_of
from geodata.errors import LedgerError

NAME = "出租屋".encode("gbk")


def test_a_zip_of_ledgers_is_refused_with_the_names_windows_gave_them(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a" * len(NAME) + ".csv", "编号")
        archive.writestr("__MACOSX/._a.csv", "")
    # Python would mark a Chinese name as UTF-8; Windows writes it in GBK and marks nothing
    path.write_bytes(path.read_bytes().replace(b"a" * len(NAME), NAME))
    with pytest.raises(LedgerError) as refused:
        format_of(path)
    assert refused.value.rule == "packed_ledger"
    assert refused.value.named["parts"] == "出租屋.csv"
