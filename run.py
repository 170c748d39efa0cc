"""Start the safety map, test it, or import a ledger, on any machine that has Python 3.11 or newer.

    python3 run.py                            看示例街道,或建自己的 (sample town, or our own)
    python3 run.py --host 0.0.0.0             办公网内可访问 (for the office network)
    python3 run.py import FILE --layer ID     导入台账 (bring a ledger in)
    python3 run.py test                       检查与测试 (lint, types, tests)

Standard library only. Everything it installs goes into `.venv` beside this file (or the folder
that SAFETY_MAP_VENV names); data goes into `var` (or SAFETY_MAP_DATA). pip's own settings
(PIP_INDEX_URL, PIP_FIND_LINKS, PIP_NO_INDEX) hold. This file parses on Python 3.7, so that an
older interpreter can say what is missing.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import http.client
import importlib.util
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
FIRST_PORT = 8501
SECONDS_BETWEEN_REPORTS = 10
EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - named to be recognised; the default is 127.0.0.1
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
WINDOWS_BROWSERS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
CHECKS = (
    ("ruff check", ("ruff", "check", ".")),
    ("ruff format", ("ruff", "format", "--check", ".")),
    ("mypy", ("mypy",)),
)


class StoppedError(Exception):
    """What a person has to do before this can go on, in both languages."""


def say(chinese: str, english: str) -> None:
    """Print one line of progress, at once."""
    print(f"{chinese}  {english}", flush=True)


# --- Python and what is installed ---------------------------------------------------------------


def require_python(version: tuple[int, ...] = sys.version_info[:2]) -> None:
    """Stop on an interpreter too old for the libraries used."""
    if version < OLDEST_PYTHON:
        found = ".".join(map(str, version))
        raise StoppedError(
            f"需要 Python 3.11 或更新版本,现在是 {found}。请安装后用新版本运行本文件。\n"
            f"Python 3.11 or newer is needed, this is {found}. Run this file with a newer one."
        )


def venv_folder() -> Path:
    """Name the folder that holds the installed libraries."""
    return Path(os.environ.get("SAFETY_MAP_VENV") or ROOT / ".venv").absolute()


def venv_python() -> Path:
    """Name the interpreter inside that folder."""
    return venv_folder() / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def digest(requirements: Path) -> str:
    """Tell apart what was installed: interpreter, place, and every requirements file's text."""
    texts = [path.read_bytes() for path in sorted(requirements.parent.glob("requirements*.txt"))]
    made_for = f"{sys.version} {venv_folder()} {requirements.name}".encode()
    return hashlib.sha256(b"\0".join([made_for, *texts])).hexdigest()


def install(requirements: Path) -> None:
    """Make the venv and install `requirements` into it, unless that was finished before."""
    stamp = venv_folder() / f"{requirements.name}.sha256"
    expected = digest(requirements)
    if venv_python().exists() and stamp.exists() and stamp.read_text() == expected:
        return
    make_venv()
    say("正在安装所需的库,首次约一至三分钟……", "installing libraries, 1-3 minutes the first time")
    options = ["--disable-pip-version-check", "--no-warn-script-location"]
    command = [str(venv_python()), "-m", "pip", "install", *options, "-r", str(requirements)]
    if subprocess.call(command):
        raise StoppedError(
            "安装没有完成(原因见上)。请检查网络;内网请设置 PIP_INDEX_URL 或 PIP_FIND_LINKS。\n"
            "The installation did not finish (reason above). Check the network, or name your own "
            "package source in PIP_INDEX_URL or PIP_FIND_LINKS."
        )
    stamp.write_text(expected)


def make_venv() -> None:
    """Make the venv, anew where it is missing, half made, or made by another Python."""
    works = f"import pip, sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    quiet = subprocess.DEVNULL
    if venv_python().exists() and not subprocess.call([venv_python(), "-c", works], stderr=quiet):
        return
    if importlib.util.find_spec("ensurepip") is None:
        install_debian([f"python3.{sys.version_info.minor}-venv"])
    say("正在建立独立的 Python 环境……", "making a Python environment of our own")
    if subprocess.call([sys.executable, "-m", "venv", "--clear", venv_folder()]):
        raise StoppedError(
            f"无法建立 {venv_folder()}(原因见上)。\n"
            f"{venv_folder()} could not be made (reason above)."
        )


def is_debian_root() -> bool:
    """Tell whether packages of Debian's kind (Ubuntu, UOS, openKylin) can be installed here."""
    return shutil.which("apt-get") is not None and os.name == "posix" and os.geteuid() == 0


def install_debian(packages: list[str]) -> None:
    """Install Debian packages as root; for anyone else print the one command and stop."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if is_debian_root():
        say(f"正在安装系统软件包 {' '.join(packages)}……", "installing system packages")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(["apt-get", "update"], env=quiet)
        if subprocess.call(command, env=quiet) == 0:
            return
    raise StoppedError(
        "缺少系统软件包。请运行以下命令,然后再试:\n"
        "A system package is missing. Run this command, then try again:\n\n"
        f"    sudo {' '.join(command[:3] + packages)}\n"
    )


def environment() -> dict[str, str]:
    """Give our programs UTF-8 everywhere, and this folder to import from in any working folder."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def module(name: str, *arguments: str) -> list[str]:
    """Spell the command that runs one of our modules; -P keeps the working folder's names out."""
    return [str(venv_python()), "-P", "-m", name, *arguments]


# --- the dashboard ------------------------------------------------------------------------------


def start(options: argparse.Namespace) -> int:
    """Serve the chosen town until Ctrl-C."""
    is_sample = options.town == "sample" if options.town else ask_for_sample()
    install(ROOT / "requirements.txt")
    data = data_folder("sample" if is_sample else "own")
    if is_sample and not data.exists():
        make_sample(data)
    port = next_free_port(options.host, options.port)
    place = ["--host", options.host, "--port", str(port), "--data", str(data)]
    with ended_with_us(module("dashboard", *place)) as server:
        wait_until_healthy(server, options.host, port)
        for address in addresses(options.host):
            say(f"已就绪,请在浏览器打开:http://{address}:{port}", "(open this; Ctrl-C ends it)")
        return server.wait()
    return 0  # ended by Ctrl-C


def ask_for_sample() -> bool:
    """Ask which town to show; the sample where nobody can answer."""
    if not sys.stdin or not sys.stdin.isatty():
        return True
    say("1 看示例街道", "look at the sample town")
    say("2 建自己的", "start our own")
    try:
        return input("请选择 choose [1]: ").strip() != "2"
    except EOFError:
        return True


def data_folder(town: str) -> Path:
    """Name the folder of a town's data; sample and real never share one."""
    return Path(os.environ.get("SAFETY_MAP_DATA") or ROOT / "var").absolute() / town


def make_sample(data: Path) -> None:
    """Write and import the sample town; it appears under its name only when it is whole."""
    say("正在生成并导入示例街道,约一分钟……", "making and importing the sample town, about a minute")
    unfinished = data.with_name(data.name + ".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    town = module("etl", "town", "--data", str(unfinished))
    if subprocess.call(town, cwd=ROOT, env=environment()):
        raise StoppedError(
            "示例街道没有生成(原因见上)。\nThe sample town was not made (reason above)."
        )
    unfinished.rename(data)


def next_free_port(host: str, first: int) -> int:
    """Find the first port from `first` on which `host` can listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, min(first + 100, 65536)):
        with socket.socket(family) as probe, contextlib.suppress(OSError):
            if os.name == "posix":  # as the server does: a port just left is free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return port
    raise StoppedError(
        f"{host} 上从 {first} 起的 100 个端口都不能用,请用 --port 或 --host 另行指定。\n"
        f"None of 100 ports from {first} can be used on {host}: name others by --port or --host."
    )


@contextlib.contextmanager
def ended_with_us(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program that ends when we do, by Ctrl-C, by a signal or by an error."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    process = subprocess.Popen(command, cwd=ROOT, env=environment())
    try:
        yield process
    except KeyboardInterrupt:
        say("\n正在结束……", "ending")
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=3)  # a terminal's Ctrl-C reached it too
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_healthy(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Wait for the server's first healthy answer, saying so every ten seconds."""
    say("正在启动……", "starting")
    began = reported = time.monotonic()
    while not is_healthy("127.0.0.1" if host in EVERY_ADDRESS else host, port):
        if server.poll() is not None:
            raise StoppedError(
                f"服务没有启动(退出码 {server.returncode},原因见上)。\n"
                f"The dashboard did not start (exit code {server.returncode}, reason above)."
            )
        if time.monotonic() - reported > SECONDS_BETWEEN_REPORTS:
            reported = time.monotonic()
            say(f"仍在启动,已 {reported - began:.0f} 秒……", "still starting")
        time.sleep(0.1)


def is_healthy(host: str, port: int) -> bool:
    """Ask the server once; directly, as an office's web proxy does not know it."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def addresses(host: str) -> list[str]:
    """List the addresses under which colleagues reach `host`, this machine's own first."""
    if host not in EVERY_ADDRESS:
        return [f"[{host}]" if ":" in host else host]
    found = set()
    with contextlib.suppress(OSError):
        found.update(socket.gethostbyname_ex(socket.gethostname())[2])
    with contextlib.suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # RFC 5737: sends nothing, only picks the way out
        found.add(probe.getsockname()[0])
    return ["127.0.0.1", *sorted(a for a in found if not a.startswith("127."))]


# --- tests --------------------------------------------------------------------------------------


def test(arguments: list[str]) -> int:
    """Install what tests need; run lint, types and all tests; say plainly how each went."""
    install(ROOT / "requirements-dev.txt")
    not_run = prepare_browser()
    checks = [*CHECKS, ("pytest", ("pytest", *arguments))]
    failed = []
    for name, (tool, *options) in checks:
        say(f"\n== {name} 检查中……", "running")
        if subprocess.call(module(tool, *options), cwd=ROOT, env=environment()):
            failed.append(name)
    print()
    for line in not_run:
        say(f"未运行:{line[0]}", f"not run: {line[1]}")
    if failed:
        say(f"未通过:{'、'.join(failed)}", f"failed: {', '.join(failed)}")
    else:
        say("全部通过", "all passed")
    return 1 if failed else 0


def prepare_browser() -> list[tuple[str, str]]:
    """Install Debian's Chromium and Chinese fonts where we may; list what cannot be run."""
    missing = [] if find_browser() else ["chromium"]
    if not Path("/usr/share/fonts/opentype/noto").exists():
        missing.append("fonts-noto-cjk")  # without it screenshots show boxes for Chinese
    if missing and is_debian_root():
        with contextlib.suppress(StoppedError):
            install_debian(missing)
    if find_browser():
        return []
    return [("浏览器测试(没有找到 Chromium、Chrome 或 Edge)", "browser tests (no browser found)")]


def find_browser() -> str | None:
    """Find a browser of Chromium's family: named by SAFETY_MAP_BROWSER, on PATH, or in Windows."""
    named = os.environ.get("SAFETY_MAP_BROWSER")
    on_path = [shutil.which(name) for name in ([named] if named else BROWSERS)]
    folders = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
    programs = [Path(f, name) for f in folders if f for name in WINDOWS_BROWSERS]
    return next(filter(None, [*on_path, *(str(p) for p in programs if p.exists())]), None)


# --- command line -------------------------------------------------------------------------------


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the options of a start."""
    parser = argparse.ArgumentParser(
        prog="run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--host", default="127.0.0.1", help="监听地址 (address to listen on)")
    parser.add_argument("--port", type=int, default=FIRST_PORT, help="起始端口 (first port tried)")
    town = parser.add_mutually_exclusive_group()
    for name, text in (("sample", "看示例街道 (sample town)"), ("own", "建自己的 (our own)")):
        town.add_argument(f"--{name}", dest="town", action="store_const", const=name, help=text)
    return parser.parse_args(arguments)


def main(arguments: list[str]) -> int:
    """Do what the command line says; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old console may lack the characters
    try:
        require_python()
        if arguments[:1] == ["test"]:
            return test(arguments[1:])
        if arguments[:1] == ["import"]:
            install(ROOT / "requirements.txt")
            return subprocess.call(module("etl", *arguments), env=environment())
        return start(parse(arguments))
    except StoppedError as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
