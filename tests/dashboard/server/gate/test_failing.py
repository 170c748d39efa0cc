"""What whoever asks is told when something fails, and what is written down."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from dashboard.log.files import FOLDER, logging_to
from dashboard.log.incidents import read_incidents
from geodata.errors import (
    BusyError,
    DamagedError,
    FullError,
    ReadOnlyError,
    StorageError,
    UnreachableError,
)
from tests.dashboard.server.gate.conftest import Town
from tests.dashboard.server.gate.test_sockets import PATIENCE_S, stream, told_end

SAID = (
    "postgresql://map:s3cret@db/records of "  # leak: made up
    "张三丰 13812341234 in /srv/map/records.sqlite"
)
PERSONAL = ("s3cret", "三丰", "13812341234")
NUMBER = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")
PAGE = {"accept": "text/html,*/*"}


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Path]:
    with logging_to(tmp_path, "dashboard"):
        yield tmp_path


@pytest.fixture
def token(town: Town) -> str:
    town.account()
    town.behind.error = RuntimeError(SAID)
    return town.token()


def logged(folder: Path) -> str:
    return "".join(path.read_text("utf-8") for path in (folder / FOLDER).iterdir())


def test_a_program_is_told_a_number_and_no_more(town: Town, token: str, logs: Path) -> None:
    answer = town.ask("/api/facts/rental/17?period=x", token=token)
    assert answer.status_code == 500
    assert set(answer.json()) == {"incident", "said"}
    assert answer.json()["incident"] in answer.json()["said"]
    assert "没有改动" in answer.json()["said"]
    assert not any(word in answer.text for word in (*PERSONAL, "/srv", "sqlite", "RuntimeError"))
    assert answer.headers["x-content-type-options"] == "nosniff"
    (found,) = read_incidents(logs, answer.json()["incident"])
    assert (found["route"], found["method"], found["account"]) == ("/api/facts/*/*", "GET", 1)


def test_the_log_tells_kind_and_place_and_no_value(town: Town, token: str, logs: Path) -> None:
    town.ask("/api/version", token=token)
    (found,) = read_incidents(logs)
    assert found["errors"][0]["kind"] == "RuntimeError"
    last = found["errors"][0]["frames"][-1]
    assert last.startswith("tests/dashboard/server/gate/conftest.py:")
    assert not any(word in logged(logs) for word in (*PERSONAL, token, "chen.li"))


@pytest.mark.parametrize(("query", "word"), [("", "没有完成"), ("?lang=en", "Not completed")])
def test_a_person_is_told_on_a_page_in_their_language(
    town: Town, token: str, logs: Path, query: str, word: str
) -> None:
    answer = town.ask(f"/{query}", token=token, headers=PAGE)
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert word in answer.text
    told = NUMBER.search(answer.text)
    assert told
    assert read_incidents(logs, told[0])
    assert not any(word in answer.text for word in (*PERSONAL, "/srv"))


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (BusyError, "The database is busy"),
        (FullError, "disk of the data folder is full"),
        (ReadOnlyError, "cannot be written"),
        (DamagedError, "damaged"),
        (UnreachableError, "Reading or writing the disk"),
    ],
)
def test_trouble_with_the_disk_is_told_as_such(
    town: Town, token: str, logs: Path, kind: type[StorageError], word: str
) -> None:
    town.behind.error = kind("/srv/map/records.sqlite: locked", "none", "Wait.")
    answer = town.ask("/api/version?lang=en", token=token)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    assert word in answer.json()["said"]
    assert answer.json()["incident"] in answer.json()["said"]
    assert "/srv" not in answer.text
    page = town.ask("/", token=token, headers=PAGE)
    assert page.status_code == 503
    assert "暂时不能完成" in page.text
    assert "/srv" not in page.text
    assert read_incidents(logs, answer.json()["incident"])


def test_the_gate_that_fails_itself_lets_nobody_in(
    town: Town, token: str, logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(SAID)

    monkeypatch.setattr("dashboard.accounts.door.find_session", fail)
    answer = town.ask("/api/version", token=token)
    assert answer.status_code == 500
    assert town.behind.asked == []
    assert read_incidents(logs, answer.json()["incident"])[0]["route"] == "/api/version"
    assert town.ask("/healthz", token=token).status_code == 200


def test_half_an_answer_is_not_taken_for_a_whole_one(token: str, served: str, logs: Path) -> None:
    cookie = {"cookie": f"safety_map_{served.rpartition(':')[2]}={token}"}
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"http://{served}/media/half", headers=cookie)
    assert read_incidents(logs)[0]["route"] == "/media/*"


def test_a_socket_that_fails_is_closed_with_the_number(token: str, served: str, logs: Path) -> None:
    with stream(served, token=token) as socket:
        socket.recv(timeout=PATIENCE_S)
        socket.send("x")
        code, reason = told_end(socket)
    assert code == 1011
    assert read_incidents(logs, reason)[0]["route"] == "/_stcore/stream"
