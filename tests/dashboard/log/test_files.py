import json
import logging
import stat
from pathlib import Path

import pytest

from dashboard.log.files import FOLDER, logging_to
from dashboard.log.incidents import note_incident, read_incidents


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    return tmp_path / FOLDER / "dashboard.jsonl"


def test_what_libraries_log_by_handlers_of_their_own_comes_into_the_same_file(
    tmp_path: Path, lines: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = logging.getLogger("a_library.of.ours")
    own = logging.StreamHandler()
    library.addHandler(own)
    library.propagate = False
    with logging_to(tmp_path, "dashboard"):
        library.warning("cell %s", "张三丰")
        library.info("asked for /?q=13812341234")
        logging.getLogger("dashboard.x").info("begun")
    told = [json.loads(line)["said"] for line in lines.read_text("utf-8").splitlines()]
    assert told == ["cell …", "begun"]
    assert [json.loads(line)["said"] for line in capsys.readouterr().err.splitlines()] == told
    assert (library.handlers, library.propagate) == ([own], False)


def test_afterwards_all_is_as_it_was(tmp_path: Path) -> None:
    before = (logging.getLogRecordFactory(), list(logging.root.handlers), logging.root.level)
    with logging_to(tmp_path, "dashboard"):
        assert logging.getLogRecordFactory() is not before[0]
    after = (logging.getLogRecordFactory(), list(logging.root.handlers), logging.root.level)
    assert after == before


@pytest.mark.skipif("sys.platform == 'win32'")
def test_a_log_is_for_the_programs_account_alone(tmp_path: Path, lines: Path) -> None:
    with logging_to(tmp_path, "dashboard"):
        logging.getLogger("dashboard").error("x")
    assert stat.S_IMODE(lines.stat().st_mode) == 0o600
    assert stat.S_IMODE(lines.parent.stat().st_mode) == 0o700


def test_an_incident_is_found_by_the_number_told(tmp_path: Path) -> None:
    with logging_to(tmp_path, "dashboard"):
        first = note_incident(ValueError("a"), route="/api/version", method="GET", account=3)
        second = note_incident(KeyError("b"), route="page/map")
    assert first != second
    (found,) = read_incidents(tmp_path, first.lower().replace("-", ""))
    assert (found["route"], found["method"], found["account"]) == ("/api/version", "GET", 3)
    assert "method" not in read_incidents(tmp_path, second)[0]
    assert {one["incident"] for one in read_incidents(tmp_path)} == {first, second}
    assert read_incidents(tmp_path, "ZZZZ-ZZZZ") == []


def test_logs_of_other_processes_and_older_ones_are_read_and_half_a_line_is_not(
    tmp_path: Path,
) -> None:
    logs = tmp_path / FOLDER
    logs.mkdir()
    for name, number in (("worker.jsonl", "A"), ("dashboard.jsonl.3", "B")):
        line = json.dumps({"at": f"2026-01-0{ord(number) - 64}", "incident": number})
        (logs / name).write_text(f'{line}\n{{"incident": "half', "utf-8")
    assert [one["incident"] for one in read_incidents(tmp_path)] == ["B", "A"]
    assert read_incidents(tmp_path / "nowhere") == []


def test_a_full_file_is_turned_over_and_the_oldest_goes(
    tmp_path: Path, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.log.files.MOST_BYTES", 400)
    monkeypatch.setattr("dashboard.log.files.MOST_FILES", 2)
    with logging_to(tmp_path, "dashboard"):
        numbers = [note_incident(ValueError("a"), route="page/map") for _ in range(12)]
    assert sorted(path.name for path in lines.parent.iterdir()) == [
        "dashboard.jsonl",
        "dashboard.jsonl.1",
        "dashboard.jsonl.2",
    ]
    found = [str(one["incident"]) for one in read_incidents(tmp_path)]
    assert 0 < len(found) < len(numbers)
    assert set(found) == set(numbers[-len(found) :])
