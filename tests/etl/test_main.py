import json
from pathlib import Path

import pytest

from etl.__main__ import main
from tests.etl.making import write_csv, write_rentals


def test_a_file_is_imported_from_the_command_line(
    awkward_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_rentals(awkward_folder / "台 账.csv")
    asked = ["import", str(path), "--layer", "rental", "--data", str(awkward_folder / "数据")]
    assert main([*asked, "--crs", "wgs84"]) == 0
    assert "新增 3" in capsys.readouterr().out
    assert main([*asked, "--crs", "wgs84"]) == 0
    assert "第 1 批" in capsys.readouterr().out


def test_the_report_for_programs_is_one_line_of_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [["房屋编码", "房屋地址", "套数", "手机号码"], ["A", "B", "-1", "13812345678"]]
    path = write_csv(tmp_path / "a.csv", rows)
    asked = ["import", str(path), "--layer", "rental", "--data", str(tmp_path / "d")]
    assert main([*asked, "--json"]) == 0
    answer = capsys.readouterr()
    report = json.loads(answer.out)
    assert report["counts"]["rejected"] == 1
    assert report["rejected"][0]["problems"][0]["rule"] == "below_minimum"
    assert "13812345678" not in answer.out


def test_a_refused_file_says_why_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["import", str(tmp_path / "x.csv"), "--layer", "rental", "--data", str(tmp_path)]
    assert main([*asked, "--json"]) == 1
    answer = capsys.readouterr()
    assert "x.csv" in json.loads(answer.out)["refused"]["found"]
    assert "x.csv" in answer.err


def test_a_default_without_equals_sign_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_rentals(tmp_path / "a.csv")
    asked = ["import", str(path), "--layer", "rental", "--data", str(tmp_path), "--set", "kind"]
    assert main(asked) == 1
    assert "kind" in capsys.readouterr().err
