import json
import subprocess
from pathlib import Path

import geopandas as gpd
import pytest

import run
from dashboard.reports.__main__ import main
from dashboard.server.live import Live
from geodata.localuser import local_user
from geodata.storage.audit import COMMAND_LINE, read_audit


def test_a_layer_is_exported_from_the_command_line(
    live: Live, awkward_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = awkward_folder / "出租屋 红.gpkg"
    asked = ["--select", "period=2025-01-01/2026-01-01&grades=rental.red", "--to-crs", "EPSG:4547"]
    order = ["export", str(path), "--layer", "rental", "--data", str(live.folder), "--lang", "en"]
    assert main([*order, *asked]) == 0
    said = capsys.readouterr().out
    assert "已导出出租屋 1 栋" in said
    assert "Exported Rental buildings: 1 buildings" in said
    back = gpd.read_file(path)
    assert back.crs == "EPSG:4547"
    assert back["Risk grade"].tolist() == ["Red · barred"]


def test_who_took_what_is_in_the_audit_and_a_refused_export_too(live: Live, tmp_path: Path) -> None:
    order = ["export", str(tmp_path / "出租屋.csv"), "--data", str(live.folder), "--layer"]
    assert main([*order, "rental"]) == 0
    assert main([*order, "rental", "--select", "projects=x"]) == 1
    with live.storage.reading() as connection:
        refused, done = read_audit(connection, action="export")
    assert (done.actor, done.user, done.address) == (local_user(), None, COMMAND_LINE)
    assert (done.object, done.result, done.details["records"]) == ("rental/出租屋.csv", "done", 3)
    assert (refused.result, refused.details["select"]) == ("refused", "projects=x")


def test_nothing_leaves_where_it_cannot_be_noted(
    live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("dashboard.reports.__main__.note", fail)
    path = tmp_path / "出租屋.csv"
    with pytest.raises(OSError, match="disk full"):
        main(["export", str(path), "--data", str(live.folder), "--layer", "rental"])
    assert not path.exists()


@pytest.mark.parametrize(
    ("file", "options", "told"),
    [
        ("a.pdf", [], "换一个文件名"),
        ("a.csv", ["--layer", "street"], "图层 street"),
        ("a.csv", ["--select", "projects=x"], "projects='x'"),
        ("a.csv", ["--to-crs", "EPSG:99999"], "EPSG:99999"),
        ("a.csv", ["--data", "/nowhere"], "/nowhere"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_written(
    live: Live,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    options: list[str],
    told: str,
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    order = ["export", str(folder / file), "--layer", "rental", "--data", str(live.folder)]
    assert main([*order, *options]) == 1
    said = capsys.readouterr().err
    assert "没有导出。  Nothing was exported." in said
    assert told in said
    assert list(folder.iterdir()) == []


def test_run_py_passes_the_word_on(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        started.append(command)
        return 0

    monkeypatch.setattr(run, "install", lambda _: None)
    monkeypatch.setattr(subprocess, "call", call)
    assert run.run(["export", "a.csv", "--layer", "rental"]) == 0
    assert started[0][-5:] == ["dashboard.reports", "export", "a.csv", "--layer", "rental"]


def test_a_page_is_told_in_one_line_what_became_of_it(
    live: Live, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    order = ["export", str(path), "--layer", "rental", "--data", str(live.folder), "--json"]
    assert main([*order, "--viewer", '[["D1"], null]', "--mark", "甲"]) == 0
    assert json.loads(capsys.readouterr().out) == {"records": 1}
    assert "导出人：甲" in path.read_text(encoding="utf-8-sig")
    assert main([*order, "--version", "0"]) == 1
    assert "数据刚刚更新" in json.loads(capsys.readouterr().out)["refused"]["found"]
    assert main([*order, "--to-crs", "/etc/passwd"]) == 1
    assert set(json.loads(capsys.readouterr().out)["refused"].values()) == {""}
    path.unlink()
    path.mkdir()
    assert main(order) == 1
    assert str(tmp_path) not in capsys.readouterr().out
