from pathlib import Path

import pytest

from geodata.errors import SettingsError
from geodata.settings import CHECKOUT, child_environment, read_settings


def test_without_variables_data_lives_in_var_and_real_files_beside_the_checkout() -> None:
    settings = read_settings({})
    assert settings.data_folder == CHECKOUT / "var"
    assert settings.testdata_folder == CHECKOUT.parent / "shared" / "data"


def test_an_empty_variable_counts_as_not_set() -> None:
    assert read_settings({"SAFETY_MAP_DATA": " "}) == read_settings({})


def test_a_folder_named_need_not_exist_and_may_have_blanks_and_chinese(tmp_path: Path) -> None:
    folder = tmp_path / "街道 数据"
    assert read_settings({"SAFETY_MAP_DATA": str(folder)}).data_folder == folder


def test_a_relative_folder_becomes_absolute() -> None:
    assert read_settings({"SAFETY_MAP_DATA": "data"}).data_folder == Path.cwd() / "data"


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(SettingsError, match=r"SAFETY_MAP_DATA=.*file.*; expected a folder"):
        read_settings({"SAFETY_MAP_DATA": str(file)})


def test_a_child_learns_only_what_it_is_told_and_what_a_program_needs() -> None:
    ours = {"PATH": "/bin", "SAFETY_MAP_DATA": "/data", "SECRET": "x"}
    told = child_environment({"OGR_SKIP": "VRT"}, ours)
    assert told == {"PATH": "/bin", "PYTHONUTF8": "1", "OGR_SKIP": "VRT"}
