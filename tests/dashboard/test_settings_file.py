from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from dashboard.settings_file import UnfitError, read_settings_file


class _Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    daily: int = 14


class _Shape(BaseModel):
    keep: _Inner = _Inner()


class _Set(BaseModel):
    model_config = ConfigDict(extra="forbid")

    daily: int = Field(7, ge=1, le=31)
    nightly: bool = False
    folder: Path = Path("x")
    colour: Literal["red"] = "red"
    name: str


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


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("daily = 0", "1 或更大的数  1 or more"),
        ("daily = 99", "31 或更小的数  31 or less"),
        ("daily = '每天'", "整数  a whole number"),
        ("nightly = '好'", "true 或 false  true or false"),
        ("folder = 7", "加英文双引号的文字  text in double quotes"),
        ("weakly = 8", "没有这一项，请核对名称  there is no such setting, check its name"),
        ("# name = 'x'", "这一项必填  it has to be there"),
        ("colour = 'pink'", "Input should be 'red'"),
    ],
)
def test_the_mistakes_that_are_made_are_told_in_both_languages(
    tmp_path: Path, line: str, said: str
) -> None:
    named = "" if "name" in line else "name = 'x'\n"
    (tmp_path / "a.toml").write_text(f"{named}{line}\n", encoding="utf-8")
    with pytest.raises(UnfitError) as raised:
        read_settings_file(tmp_path / "a.toml", _Set)
    assert raised.value.expected == said


def test_the_line_of_a_path_as_windows_writes_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('# 备份\nfolder = "E:\\备份"\n', encoding="utf-8")
    with pytest.raises(UnfitError, match=r"第 2 行写得不对.*Unescaped.*line 2 is not right"):
        read_settings_file(tmp_path / "a.toml", _Set)
