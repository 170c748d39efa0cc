"""Start the safety map, test it, bring data in or out, wherever there is Python 3.11 or newer.

    python3 run.py                            看示例街道，或建自己的 (sample town, or our own)
    python3 run.py --host 0.0.0.0             办公网内可访问 (for the office network)
    python3 run.py signin                     一次性登录链接 (another one-time link to sign in)
    python3 run.py import FILE --layer ID     导入台账 (bring it in); undo NUMBER 撤销 (undo it)
    python3 run.py export FILE --layer ID     导出图层 (take a layer away)
    python3 run.py install                    只安装，不启动 (for a service of the system)
    python3 run.py bundle                     离线安装包 (for offices without internet)
    python3 run.py backup FOLDER              备份 (back up); restore FILE 恢复 (restore it)
    python3 run.py purge                      到期内容 (what is past its time; --yes lets it go)
    python3 run.py test                       检查与测试 (lint, types, tests)

Libraries go into `.venv` (or SAFETY_MAP_VENV), data into `var` (or SAFETY_MAP_DATA).
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator  # noqa: TC003 - costs nothing
from difflib import get_close_matches
from pathlib import Path
from typing import NoReturn

from deploy.libraries import install, module, require_python
from deploy.steps import ROOT, StoppedError, environment, say, step
from deploy.turns import alone

LIBRARIES, WITH_TESTS = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
PACKAGES = ("geodata", "etl", "dashboard")
KEEPING = ("backup", "key", "restore", "drill", "audit")
PROGRAMS = {
    "install": (LIBRARIES, ["compileall", "-q", *(str(ROOT / name) for name in PACKAGES)]),
    "import": (LIBRARIES, ["etl", "import"]),
    "osm": (LIBRARIES, ["etl", "osm"]),
    "template": (LIBRARIES, ["etl", "template"]),
    "undo": (LIBRARIES, ["etl", "undo"]),
    "export": (LIBRARIES, ["dashboard.reports", "export"]),
    "bundle": (LIBRARIES, ["deploy.bundle"]),
    **{w: (LIBRARIES, ["dashboard.keeping", w]) for w in KEEPING},
    "purge": (LIBRARIES, ["dashboard.retention"]),
    "lock": (WITH_TESTS, ["deploy.lock"]),
    "scan": (WITH_TESTS, ["deploy.scan"]),
    "test": (WITH_TESTS, ["tests"]),
}
"""By the word that asks for it: what must be installed, and the module with its first words."""

SECONDS_BETWEEN_REPORTS = 10
WRONGLY_WRITTEN = 2
"""Exit code of a program whose arguments are not its own, as argparse has it."""
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - named to be recognised; the default is 127.0.0.1


def start(options: argparse.Namespace) -> int:
    """Serve the chosen town until it ends or we are told to."""
    town = options.town or choose_town()
    install(LIBRARIES)
    data = data_folder(town)
    if town == "sample":
        make_sample(data, options.port)
    port = next_free_port(options.host, options.port)
    place = ["--host", options.host, "--port", str(port), "--data", str(data)]
    with ending_with_us(module("dashboard", *place)) as server:
        wait_until_healthy(server, options.host, port)
        for address in addresses(options.host):
            say(f"已就绪，请在浏览器打开：http://{address}:{port}", "(open this; Ctrl-C ends it)")
        tell_accounts("signin", data, port)
        return server.wait()


def data_folder(town: str) -> Path:
    """Name the folder of a town's data."""
    return Path(os.environ.get("SAFETY_MAP_DATA") or ROOT / "var").expanduser().absolute() / town


def tell_accounts(word: str, data: Path, port: int) -> int:
    """Print a one-time link to sign in by, or the passwords of the sample's accounts, made anew."""
    place = ["--data", str(data), "--url", f"http://127.0.0.1:{port}"]
    return subprocess.call(module("dashboard.accounts", word, *place), cwd=ROOT, env=environment())


def choose_town() -> str:
    """Ask which town to show; the sample where nobody can answer."""
    if sys.stdin is not None and sys.stdin.isatty():
        say("1 看示例街道  2 建自己的", "1 the sample town, 2 our own")
        with contextlib.suppress(EOFError):
            return "own" if input("请选择 choose [1]: ").strip() == "2" else "sample"
    return "sample"


def make_sample(data: Path, port: int) -> None:
    """Write and import the sample town where there is none; it gets its name once it is whole."""
    if data.exists():
        return
    with alone(data):
        if data.exists():
            return
        unfinished = data.with_name(f"{data.name}.part")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        town = module("etl", "town", "--data", str(unfinished))
        step(town, "生成并导入示例街道", "making and importing the sample town")
        unfinished.rename(data)
        tell_accounts("sample", data, port)


def next_free_port(host: str, first: int) -> int:
    """Find the first port from `first` on which `host` can listen."""
    for port in range(first, min(first + 100, 65536)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            if os.name == "posix":  # as the server does: a port just left is free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    raise StoppedError(
        f"{host} 从端口 {first} 起没有可用的端口，请用 --port 或 --host 另行指定。",
        f"No port from {first} is free on {host}. Name another by --port or --host.",
    )


@contextlib.contextmanager
def ending_with_us(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program that ends when we do: by Ctrl-C, by a signal, by an error."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    process = subprocess.Popen(command, cwd=ROOT, env=environment())
    try:
        yield process
    except KeyboardInterrupt:
        say("\n正在结束……", "ending")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=3)  # a terminal's Ctrl-C reached it too
        raise
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_healthy(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Wait for the first healthy answer, saying from time to time that we still do."""
    say("正在启动……", "starting")
    began = reported = time.monotonic()
    while not is_healthy("127.0.0.1" if host == EVERY_ADDRESS else host, port):
        if server.poll() is not None:
            raise StoppedError(
                f"服务没有启动（退出码 {server.returncode}，原因见上）。",
                f"The dashboard did not start (exit code {server.returncode}, reason above).",
            )
        if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS:
            reported = time.monotonic()
            say(f"仍在启动，已 {reported - began:.0f} 秒……", "still starting")
        time.sleep(0.1)


def is_healthy(host: str, port: int) -> bool:
    """Ask the server once, directly: an office's web proxy does not know it."""
    with contextlib.closing(http.client.HTTPConnection(host, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False


def addresses(host: str) -> list[str]:
    """List the addresses that lead to `host`, this machine's own first."""
    if host != EVERY_ADDRESS:
        return [host]
    found = set()
    with contextlib.suppress(OSError):
        found.update(socket.gethostbyname_ex(socket.gethostname())[2])
    with contextlib.suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # RFC 5737: sends nothing, only picks the way out
        found.add(probe.getsockname()[0])
    return ["127.0.0.1", *sorted(a for a in found if not a.startswith("127."))]


class Parser(argparse.ArgumentParser):
    """One that says in both languages that a command is not written right."""

    def error(self, message: str) -> NoReturn:
        """Stop, with what is wrong."""
        self.print_usage(sys.stderr)
        raise wrongly_written("", message)


def wrongly_written(word: str, why: str = "reason above") -> StoppedError:
    """Return that a command is not written right, and where to see how it is."""
    how = " ".join(filter(None, ["python3 run.py", word, "--help"]))
    return StoppedError(
        f"命令写法不对（原因见英文）。正确的写法：{how}；路径里有空格时加引号。",
        f"Not written right ({why}). See: {how}; a path with blanks is put in quotes.",
    )


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the options of a start."""
    parser = Parser(
        prog="run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 (address to listen on)")
    parser.add_argument("--port", type=int, default=8501, help="起始端口 (first port tried)")
    town = parser.add_mutually_exclusive_group()
    for name, text in (("sample", "看示例街道 (sample town)"), ("own", "建自己的 (our own)")):
        town.add_argument(f"--{name}", dest="town", action="store_const", const=name, help=text)
    return parser.parse_args(arguments)


def run(arguments: list[str]) -> int:
    """Do what the command line says; return the exit code."""
    require_python()
    word = arguments[0] if arguments else ""
    if word in PROGRAMS:
        lock, program = PROGRAMS[word]
        install(lock)
        code = subprocess.call(module(*program, *arguments[1:]), env=environment())
        if code == WRONGLY_WRITTEN and word != "test":  # there it is pytest's, interrupted
            raise wrongly_written(word)
        return code
    if word == "signin":
        wanted = parse(arguments[1:])
        install(LIBRARIES)
        return tell_accounts("signin", data_folder(wanted.town or choose_town()), wanted.port)
    if word and not word.startswith("-"):
        words = [*PROGRAMS, "signin"]
        near = "、".join(get_close_matches(word, words)) or "、".join(words)
        raise StoppedError(
            f"没有“{word}”这个命令。您要的也许是：{near}",
            f"There is no command {word!r}. Perhaps: {near}",
        )
    return start(parse(arguments))


def main() -> int:
    """Run; say in both languages why it stopped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console may lack the characters
    try:
        return run(sys.argv[1:])
    except StoppedError as reason:
        print("", *reason.args, sep="\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
