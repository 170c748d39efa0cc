"""Install a bundle on a bare Debian without network: ``python -m tests.deploy.bare_root ZIP``.

Needs Linux, root, debootstrap and unshare, and a Debian mirror to make the bare system from. Takes
some minutes, so no test of the suite runs it. A Debian with nothing but ``python3`` is made; the
bundle is unpacked in it and ``python3 run.py --sample`` started by an ordinary user, in a network
namespace that has loopback only. Printed are the waits, the memory and the disk that took.
"""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

USER = 1000
START = """
set -e
ip link set lo up 2>/dev/null || true
mount --rbind /dev "$1/dev"
mount -t proc proc "$1/proc"
exec chroot --userspec={user}:{user} "$1" /usr/bin/env -i HOME=/home/office PATH=/usr/bin:/bin \
    /usr/bin/python3 /home/office/bare_root.py inside
"""


def main() -> int:
    """Do the one half outside, the other inside."""
    if sys.argv[1:] == ["inside"]:
        return inside()
    parser = ArgumentParser(prog="python -m tests.deploy.bare_root", description=__doc__)
    parser.add_argument("bundle", type=Path, help="made by run.py bundle, for this computer")
    parser.add_argument("--root", type=Path, help="a bare Debian made before; it is changed")
    parser.add_argument("--suite", default="bookworm", help="whose Python is tried")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = wanted.root or make_root(Path(folder, "root"), wanted.suite)
        home = root / "home" / "office"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        shutil.unpack_archive(wanted.bundle, home, "zip")
        shutil.copy(__file__, home)
        for path in [home, *home.rglob("*")]:
            os.chown(path, USER, USER)
        apart = ["unshare", "--net", "--mount", "--pid", "--fork", "sh", "-c"]
        return subprocess.call([*apart, START.format(user=USER), "sh", str(root)])


def make_root(root: Path, suite: str) -> Path:
    """Make a Debian that has ``python3`` and no package beyond what that needs."""
    command = ["debootstrap", "--variant=minbase", "--include=python3", suite, str(root)]
    subprocess.run(command, check=True)
    return root


def inside() -> int:
    """Start, wait for the address, ask for a page, start again; tell what it took."""
    assert not is_reachable(("192.0.2.1", 80)), "there is a network"
    checkout = Path.home() / "safety-map"
    print(f"python {sys.version.split()[0]}, user {os.getuid()}, no network", flush=True)
    for name in ("first start", "second start"):
        began = time.monotonic()
        with start(checkout) as process:
            address = next(wait_for_address(process))
            print(f"{name}: {time.monotonic() - began:.1f} s to {address}", flush=True)
            status = ask(address.removeprefix("http://"), "/login")
            print(f"    /login answers {status}; memory {memory_mb()} MB", flush=True)
            process.send_signal(signal.SIGTERM)
            assert status == http.client.OK
    for part in (".venv", "var", "wheels", "."):
        files = [p for p in (checkout / part).rglob("*") if p.is_file() and not p.is_symlink()]
        print(f"disk {part}: {sum(p.stat().st_size for p in files) / 1e6:,.0f} MB")
    return 0


def start(checkout: Path) -> subprocess.Popen[str]:
    """Start as the README says."""
    return subprocess.Popen(
        [sys.executable, "run.py", "--sample"],
        cwd=checkout,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )


def wait_for_address(process: subprocess.Popen[str]) -> Iterator[str]:
    """Pass on what is said until the address is; it ends without one where the start fails."""
    assert process.stdout is not None
    for line in process.stdout:
        print("   ", line.rstrip(), flush=True)
        if "login#" in line and (found := re.search(r"http://[\d.:]+", line)):
            yield found[0]


def is_reachable(place: tuple[str, int]) -> bool:
    """Say whether anything leads out of here."""
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        return probe.connect_ex(place) == 0


def ask(host: str, path: str) -> int:
    """Ask the server for a page and return the status."""
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("GET", path)
    return connection.getresponse().status


def memory_mb() -> dict[str, int]:
    """Return what each of our processes holds alone or shares, in MB (proportional set size)."""
    held = {}
    for process in Path("/proc").glob("[0-9]*"):
        words = (process / "cmdline").read_bytes().decode().split("\0")
        rollup = (process / "smaps_rollup").read_text() if len(words) > 1 else ""
        if "-m" in words and (found := re.search(r"^Pss: +(\d+) kB", rollup, re.MULTILINE)):
            held[words[words.index("-m") + 1]] = int(found[1]) // 1000
    return held


if __name__ == "__main__":
    sys.exit(main())
