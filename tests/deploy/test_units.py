"""The sample service files start what there is, where the manual puts it, with no more rights."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from deploy.steps import ROOT

UNIT = ROOT / "deploy" / "systemd" / "safety-map.service"
TASK = ROOT / "deploy" / "windows" / "safety-map.xml"
MANUAL = ROOT / "docs" / "operations.md"
SCHEMA = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def unit() -> ConfigParser:
    parser = ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # names keep their capitals
    parser.read(UNIT, encoding="utf-8")
    return parser


def test_the_unit_starts_the_dashboard_as_an_account_of_its_own() -> None:
    section = unit()["Service"]
    command = shlex.split(section["ExecStart"])
    assert command[0] == f"{section['WorkingDirectory']}/.venv/bin/python"
    assert command[1:3] == ["-m", "dashboard"]
    assert section["User"] not in {"root", "nobody"}
    data = command[command.index("--data") + 1]
    assert data.startswith(f"/var/lib/{section['StateDirectory']}/")
    assert "--host" not in command, "it listens on this machine only"


def test_the_unit_may_write_nothing_but_its_data() -> None:
    section = unit()["Service"]
    said = {name: section[name] for name in ("NoNewPrivileges", "ProtectSystem", "ProtectHome")}
    assert said == {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes"}
    assert section["CapabilityBoundingSet"] == ""
    assert (section["IPAddressDeny"], section["IPAddressAllow"]) == ("any", "localhost")
    assert "ReadWritePaths" not in section


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path) -> None:
    program = shlex.split(unit()["Service"]["ExecStart"])[0]
    copy = tmp_path / UNIT.name
    copy.write_text(UNIT.read_text(encoding="utf-8").replace(program, "/bin/sh"), encoding="utf-8")
    verify = ["systemd-analyze", "verify", "--man=no", str(copy)]
    answer = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert [line for line in answer.stderr.splitlines() if UNIT.name in line] == []


def test_the_task_of_windows_starts_the_same_without_an_administrators_rights() -> None:
    task = ET.fromstring(TASK.read_text(encoding="ascii"))  # noqa: S314 - ours
    found = {e.tag.removeprefix(SCHEMA): (e.text or "").strip() for e in task.iter()}
    assert found["Arguments"].split()[:4] == ["-X", "utf8", "-m", "dashboard"]
    assert found["Command"] == rf"{found['WorkingDirectory']}\.venv\Scripts\python.exe"
    assert (found["UserId"], found["RunLevel"]) == ("S-1-5-19", "LeastPrivilege")
    assert found["ExecutionTimeLimit"] == "PT0S"


def test_the_manual_names_the_places_of_unit_and_task() -> None:
    manual, section = MANUAL.read_text(encoding="utf-8"), unit()["Service"]
    task = TASK.read_text(encoding="ascii")
    assert f"{section['WorkingDirectory']}\n" in manual
    assert section["User"] in manual
    for place in re.findall(r"C:\\[\w-]+", task):
        assert place in manual
    for file in (UNIT, TASK):
        assert file.relative_to(ROOT).as_posix() in manual.replace("\\", "/")
