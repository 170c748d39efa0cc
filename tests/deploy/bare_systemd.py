"""Run the sample systemd unit on a bare Debian: ``python -m tests.deploy.bare_systemd ZIP``.

Needs Linux, root, debootstrap, systemd-nspawn (Debian's systemd-container) and a Debian mirror.
Takes some minutes, so no test of the suite runs it. A Debian with ``python3`` and systemd is booted
without network, the bundle installed as docs/operations.md says, the sample town made by a process
that may no more than the unit allows, and the unit started and killed. Printed is what was found.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from deploy.steps import ROOT

UNIT = ROOT / "deploy" / "systemd" / "safety-map.service"
PROGRAM, DATA = "/opt/safety-map", "/var/lib/safety-map"
PROBE = """
import http.client, subprocess, time

def say(*words):
    print(*words, flush=True)

def told(command):
    answer = subprocess.run(command, shell=True, capture_output=True, text=True)
    return (answer.stdout + answer.stderr).strip()

def healthy_after():
    began = time.monotonic()
    while time.monotonic() - began < 120:
        connection = http.client.HTTPConnection("127.0.0.1", 8501, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return f"{time.monotonic() - began:.1f} s"
        except OSError:
            time.sleep(0.2)
    return "NEVER"

said = told("systemctl start safety-map-sample; systemctl is-failed safety-map-sample")
say("sample town, as the unit allows:", said)
say(told("journalctl -u safety-map-sample -o cat --no-pager | tail -3"))
told("systemctl start safety-map")
say("healthy after", healthy_after())
pid = told("systemctl show -p MainPID --value safety-map")
say("rights:", told(f"grep -E 'NoNewPrivs|CapEff|Seccomp:' /proc/{pid}/status | tr '\\\\n' ' '"))
say("killed", told(f"kill -9 {pid}"))
time.sleep(1)
say("healthy again after", healthy_after(), told("systemctl show -p NRestarts safety-map"))
say("data:", told("ls -l /var/lib/safety-map/own | tail -n +2 | cut -c1-30"))
subprocess.run(["systemctl", "poweroff"])
"""


def main() -> int:
    """Make the system, install the bundle, boot, print."""
    parser = ArgumentParser(prog="python -m tests.deploy.bare_systemd", description=__doc__)
    parser.add_argument("bundle", type=Path, help="made by run.py bundle, for this computer")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "root")
        packages = "--include=python3,systemd,systemd-sysv,dbus"
        bare = ["debootstrap", "--variant=minbase", packages, "bookworm", str(root)]
        subprocess.run(bare, check=True, stdout=subprocess.DEVNULL)
        shutil.unpack_archive(wanted.bundle, root / "opt", "zip")
        inside = ["systemd-nspawn", "--quiet", "--private-network", "--console=pipe"]
        inside += ["--register=no", "--keep-unit", "-D", str(root)]
        install = [*inside, "python3", f"{PROGRAM}/run.py", "install"]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
        account = ["useradd", "--system", "--home-dir", DATA, "--shell", "/usr/sbin/nologin"]
        subprocess.run([*inside, *account, "safety-map"], check=True)
        write_units(root / "etc" / "systemd" / "system")
        (root / "probe.py").write_text(PROBE, encoding="utf-8")
        subprocess.run([*inside, "--boot"], check=True, stdout=subprocess.DEVNULL)
        print((root / "probe.log").read_text(encoding="utf-8"))
    return 0


def write_units(folder: Path) -> None:
    """Write the unit, one like it that makes the sample town, and the probe that starts both."""
    unit = UNIT.read_text(encoding="utf-8")
    (folder / UNIT.name).write_text(unit, encoding="utf-8")
    make = f"ExecStart={PROGRAM}/.venv/bin/python -m etl town --data {DATA}/own\nType=oneshot"
    sample = re.sub("^ExecStart=.*$", make, unit, flags=re.MULTILINE)
    sample = sample.replace("Restart=always", "Restart=no")
    (folder / "safety-map-sample.service").write_text(sample, encoding="utf-8")
    probe = "[Service]\nExecStart=/usr/bin/python3 /probe.py\nStandardOutput=file:/probe.log\n"
    (folder / "probe.service").write_text(probe, encoding="utf-8")
    wants = folder / "multi-user.target.wants"
    wants.mkdir(exist_ok=True)
    (wants / "probe.service").symlink_to("../probe.service")


if __name__ == "__main__":
    sys.exit(main())
