import csv
import json
import subprocess
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import httpx
import openpyxl
import pyogrio
import pytest
from starlette.applications import Starlette

from dashboard.reports.order import FORMATS
from dashboard.server import takeaway
from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from geodata.accounts import Account, Session
from geodata.storage.audit import read_audit
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in

RUN: Final = subprocess.run
YEAR = "period=2025-01-01/2026-01-01"


def take(live: Live, session: Session, what: str) -> httpx.Response:
    app = Told(Starlette(routes=build_routes(live)), session)
    return ask(app, f"/api/export/{what}", form={})


def exports(live: Live) -> list[tuple[str, str, object]]:
    with live.storage.reading() as connection:
        found = read_audit(connection, action="export")
    return [(entry.actor, entry.object, entry.details) for entry in found]


def records(folder: Path, kind: str, content: bytes) -> int:
    """Count the records of a file as another program reads them."""
    if kind == "csv":
        return len(list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))) - 2
    if kind == "xlsx":
        return openpyxl.load_workbook(BytesIO(content)).worksheets[1].max_row - 1
    path = folder / f"taken.{kind}"
    path.write_bytes(content)
    return int(pyogrio.read_info(path, force_feature_count=True)["features"])


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_holds_as_many_records_as_are_shown_and_the_audit_has_it(
    live: Live, session: Session, tmp_path: Path, kind: str
) -> None:
    answer = take(live, session, f"incident/{kind}?{YEAR}&classes=incident.traffic")
    assert answer.status_code == 200, answer.text
    assert records(tmp_path, kind, answer.content) == int(answer.headers["x-records"]) == 6
    details = {"select": f"{YEAR}&classes=incident.traffic", "crs": "EPSG:4326", "records": 6}
    assert exports(live) == [("chen.li", f"incident/incident.{kind}", details)]
    assert list((live.folder / takeaway.FOLDER).iterdir()) == []


def test_it_is_masked_marked_and_no_wider_than_its_taker_sees(live: Live) -> None:
    officer = Account(0, "o1", "戊&=1+1", "community_officer", areas=frozenset({"D1"}))
    text = take(live, sign_in(live, officer), f"rental/csv?{YEAR}").content.decode("utf-8-sig")
    notes, _, *rows = csv.reader(StringIO(text, newline=""))
    assert [row[0] for row in rows] == ["R-1"]
    assert notes[-1] == "导出人：戊&=1+1（o1）"
    assert "新庄西街12号3栋" in text
    assert not any(hidden in text for hidden in ("502", "张三丰", "13812341234"))


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("rental/pdf", 404),
        ("street/csv", 404),
        ("rental/csv?v=0", 409),
        ("rental/csv?period=never", 400),
        (f"rental/csv?areas={quote('A{{7*7}}')}", 400),
    ],
)
def test_what_cannot_be_asked_for_starts_nothing(
    live: Live, session: Session, what: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", None)
    assert take(live, session, what).status_code == status
    assert exports(live) == []


@pytest.mark.parametrize("said", [b"", b"Traceback\n", b'{"refused"'])
def test_a_program_that_ends_without_a_word_leaves_neither_file_nor_its_words_in_the_log(
    live: Live,
    session: Session,
    said: bytes,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def ends(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        Path(json.loads(options["input"])[-1]).write_bytes(b"half")
        return subprocess.CompletedProcess(command, 1, said, b"a name")

    monkeypatch.setattr(subprocess, "run", ends)
    answer = take(live, session, f"rental/csv?{YEAR}")
    assert (answer.status_code, answer.json()["found"]) == (422, "")
    assert list((live.folder / takeaway.FOLDER).iterdir()) == []
    assert "a name" not in caplog.text


def test_why_a_program_refused_is_passed_on(
    live: Live, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = {"found": "200,001 条记录", "expected": "至多 200,000 条", "remedy": "改用 .csv"}
    said = json.dumps({"refused": refused}).encode()

    def ends(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(command, 1, said, b"")

    monkeypatch.setattr(subprocess, "run", ends)
    answer = take(live, session, f"rental/xlsx?{YEAR}")
    assert (answer.status_code, answer.json()) == (422, refused)


def test_nothing_of_the_taker_or_the_filter_is_among_the_arguments_of_the_program(
    live: Live, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    def watched(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        started.append(command)
        return RUN(command, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    assert take(live, session, f"rental/csv?{YEAR}").status_code == 200
    assert [command[1:] for command in started] == [["-m", "dashboard.reports", "-"]]


def test_what_an_earlier_process_left_behind_goes(live: Live) -> None:
    folder = live.folder / takeaway.FOLDER
    folder.mkdir()
    (folder / "left.csv").write_bytes(b"x")
    takeaway.Takeaways(live)
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o077 == 0
