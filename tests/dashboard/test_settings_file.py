from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from dashboard.settings_file import UnfitError, read_settings_file


class _Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    daily: int = 14


class _Shape(BaseModel):
    keep: _Inner = _Inner()


def test_without_a_file_all_is_as_declared(tmp_path: Path) -> None:
    assert read_settings_file(tmp_path / "none.toml", _Shape) == _Shape()


def test_a_file_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[keep]\ndaily = 7\n", encoding="utf-8-sig")
    assert read_settings_file(tmp_path / "a.toml", _Shape).keep.daily == 7


@pytest.mark.parametrize(
    ("content", "found", "is_read"),
    [
        (b"[keep]\ndaily = 'often'", "keep.daily = 'often'", True),
        (b"[keep]\nweekly = 8", "keep.weekly = 8", True),
        (b"[keep", "Expected", False),
        ("[keep] # 每天".encode("gbk"), "utf-8", False),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, content: bytes, found: str, *, is_read: bool
) -> None:
    (tmp_path / "a.toml").write_bytes(content)
    with pytest.raises(UnfitError) as raised:
        read_settings_file(tmp_path / "a.toml", _Shape)
    assert found in raised.value.found
    assert (raised.value.expected is not None) == is_read
