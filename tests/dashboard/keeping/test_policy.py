from pathlib import Path

import pytest

from dashboard.keeping.policy import read_backup_policy
from dashboard.keeping.words import KeepingError


def test_without_a_file_backups_lie_below_the_data(tmp_path: Path) -> None:
    policy = read_backup_policy(tmp_path)
    assert (policy.folder, policy.daily, policy.weekly) == (tmp_path / "backups", 14, 8)
    assert (policy.upgrade_copies, policy.base_maps) == (2, False)


def test_an_office_names_its_own_drive(tmp_path: Path) -> None:
    elsewhere = tmp_path / "备份盘"
    text = f"folder = '{elsewhere}'\ndaily = 30\n"
    (tmp_path / "backup.toml").write_text(text, encoding="utf-8-sig")
    policy = read_backup_policy(tmp_path)
    assert (policy.folder, policy.daily, policy.weekly) == (elsewhere, 30, 8)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("daily = 0", "daily = 0"),
        ("weakly = 8", "weakly = 8"),
        ("folder = E:/b", "backup.toml: 第 1 行写得不对（Invalid value"),
        ("daily = '每天'", "daily = '每天'"),
        ('folder = "E:\\backup"', "路径用 / 不用"),
        ('folder = "E:\\new\\backup"', "路径用 / 不用"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "backup.toml").write_text(text, encoding="utf-8")
    with pytest.raises(KeepingError, match=said):
        read_backup_policy(tmp_path)
