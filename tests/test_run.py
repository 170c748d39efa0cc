"""The start script: its parts, and once the whole of it on a small stand-in for the project."""

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import run
from deploy.steps import ROOT, StoppedError

POSIX_ONLY = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")

ETL = """
import os, pathlib, sys
print("etl", os.path.basename(os.getcwd()), *sys.argv[1:], flush=True)
if sys.argv[1] == "town":
    (pathlib.Path(sys.argv[3]) / "records").write_text("sample")
"""
DASHBOARD = """
import http.server, sys
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *words):
        pass

print("data", options["--data"], flush=True)
http.server.HTTPServer((options["--host"], int(options["--port"])), Handler).serve_forever()
"""

ACCOUNTS = """
import sys
print("accounts", sys.argv[1], *sys.argv[4:], flush=True)
if sys.argv[1] == "signin":
    print("login#link", flush=True)
"""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_without_anyone_to_answer_the_sample_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("2\n"))
    assert run.choose_town() == "sample"


@pytest.mark.parametrize(
    ("typed", "town"), [("\n", "sample"), ("1\n", "sample"), (" 2 \n", "own"), ("", "sample")]
)
def test_a_person_chooses_the_town(monkeypatch: pytest.MonkeyPatch, typed: str, town: str) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(typed))
    assert run.choose_town() == town


def test_a_taken_port_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run.next_free_port("127.0.0.1", port) > port


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(StoppedError, match="--host"):
        run.next_free_port("192.0.2.1", 65535)


def test_one_address_is_named_as_given() -> None:
    assert run.addresses("10.1.2.3") == ["10.1.2.3"]


def test_for_every_address_this_machine_comes_first_and_once() -> None:
    found = run.addresses(run.EVERY_ADDRESS)
    assert [a for a in found if a.startswith("127.")] == found[:1]


def test_nobody_listening_is_not_healthy() -> None:
    port = run.next_free_port("127.0.0.1", 18801)
    assert not run.is_healthy("127.0.0.1", port)


@dataclass
class StandIn:
    """A folder with run.py and programs that answer as the real ones are asked to."""

    folder: Path

    def environment(self) -> dict[str, str]:
        ours = ("PYTHONPATH", "SAFETY_MAP_VENV", "SAFETY_MAP_DATA")
        return {k: v for k, v in os.environ.items() if k not in ours} | {"PYTHONUTF8": "1"}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.folder / "run.py"), *arguments]

    def start(self, *arguments: str) -> tuple[subprocess.Popen[str], list[str]]:
        """Start in a session of its own, as a terminal does; wait for the address."""
        process = subprocess.Popen(
            self.command("--port", "18851", *arguments),
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if "login#" in line:
                break
        return process, lines


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> StandIn:
    folder = tmp_path_factory.mktemp("place") / "安全 地图"
    programs = {"etl": ETL, "dashboard": DASHBOARD, "dashboard/accounts": ACCOUNTS}
    for name, program in programs.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "__main__.py").write_text(program, encoding="utf-8")
    shutil.copy(ROOT / "run.py", folder)
    shutil.copytree(ROOT / "deploy", folder / "deploy")
    (folder / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    return StandIn(folder)


@pytest.fixture(scope="module")
def first_start(stand_in: StandIn) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process, lines = stand_in.start()
    yield process, "".join(lines)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


@POSIX_ONLY
def test_the_first_start_installs_makes_the_sample_and_names_its_address(
    stand_in: StandIn, first_start: tuple[subprocess.Popen[str], str]
) -> None:
    process, said = first_start
    assert process.poll() is None, said
    sample = stand_in.folder / "var" / "sample"
    assert (sample / "records").read_text() == "sample"
    assert sample.stat().st_mode & 0o077 == 0
    assert not sample.with_name("sample.part").exists()
    assert f"data {sample}" in said
    assert "http://127.0.0.1:18851" in said
    assert "accounts sample --url http://127.0.0.1:" in said
    assert "accounts signin --url http://127.0.0.1:18851" in said
    assert run.is_healthy("127.0.0.1", 18851)


@POSIX_ONLY
@pytest.mark.usefixtures("first_start")
def test_a_second_start_installs_nothing_and_takes_the_next_port(stand_in: StandIn) -> None:
    process, lines = stand_in.start("--own")
    os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C in a terminal reaches all of them
    process.communicate()
    said = "".join(lines)
    assert "正在安装" not in said
    assert "etl" not in said
    assert "accounts sample" not in said
    assert "accounts signin --url http://127.0.0.1:18852" in said
    assert f"data {stand_in.folder / 'var' / 'own'}" in said
    assert "http://127.0.0.1:18852" in said
    assert process.returncode == 130
    assert not run.is_healthy("127.0.0.1", 18852)


@POSIX_ONLY
@pytest.mark.usefixtures("first_start")
def test_ended_by_a_signal_it_leaves_no_server_behind(stand_in: StandIn) -> None:
    process, _ = stand_in.start()
    process.terminate()
    process.communicate()
    assert process.returncode == 0
    assert not run.is_healthy("127.0.0.1", 18852)


@POSIX_ONLY
@pytest.mark.usefixtures("first_start")
def test_another_link_is_told_where_one_was_lost(stand_in: StandIn) -> None:
    command = stand_in.command("signin", "--own", "--port", "8600")
    told = subprocess.run(
        command, env=stand_in.environment(), capture_output=True, text=True, check=True
    )
    assert told.stdout == "accounts signin --url http://127.0.0.1:8600\nlogin#link\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bakup"], "没有“bakup”这个命令。您要的也许是：backup\n"),
        (["xyz"], "您要的也许是：install、import、"),
        (["--prot", "80"], "正确的写法：python3 run.py --help；"),
        (["signin", "--data", "x"], "正确的写法：python3 run.py --help；"),
    ],
)
def test_a_command_not_written_right_is_said_in_both_languages(
    arguments: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["run.py", *arguments])
    assert run.main() == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(("word", "told"), [("restore", True), ("test", False)])
def test_what_a_program_does_not_understand_is_said_in_both_languages(
    word: str, *, told: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "install", lambda _: None)
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: run.WRONGLY_WRITTEN)
    monkeypatch.setattr(sys, "argv", ["run.py", word])
    assert run.main() == (1 if told else run.WRONGLY_WRITTEN)
    assert ("正确的写法：python3 run.py restore --help" in capsys.readouterr().err) is told


@POSIX_ONLY
@pytest.mark.usefixtures("first_start")
def test_install_alone_compiles_everything_and_starts_nothing(stand_in: StandIn) -> None:
    (stand_in.folder / "geodata").mkdir()
    (stand_in.folder / "geodata" / "one.py").touch()
    command = stand_in.command("install")
    told = subprocess.run(
        command, env=stand_in.environment(), capture_output=True, text=True, check=True
    )
    assert told.stdout == ""
    assert list(stand_in.folder.glob("geodata/__pycache__/one.*.pyc"))


@POSIX_ONLY
@pytest.mark.usefixtures("first_start")
def test_an_import_runs_where_the_clerk_stands(stand_in: StandIn, awkward_folder: Path) -> None:
    answer = subprocess.run(
        stand_in.command("import", "出租屋 台账.xlsx", "--layer", "rental"),
        cwd=awkward_folder,
        env=stand_in.environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert answer.stdout == "etl 安全 地图 import 出租屋 台账.xlsx --layer rental\n"
