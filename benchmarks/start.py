"""How long a first and a second start take: ``python -m benchmarks.start``.

Downloads are fetched and timed apart; the first start then installs from them alone
(PIP_NO_INDEX), so that its figure holds whatever the network. Targets: 180 s beyond downloads for
the first start with the sample town, 5 s to the address for the second.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from deploy.steps import ROOT

LEFT_BEHIND = (".git", ".venv", "var", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache")
FIRST_TARGET_S, SECOND_TARGET_S = 180.0, 5.0
VENV: Path | None = None
"""Folder of libraries that `run.py` holds complete; None downloads and installs them."""


def main() -> None:
    """Measure in a temporary copy of the checkout and print each wait."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder, "安全 地图")
        shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
        libraries = {"SAFETY_MAP_VENV": str(VENV)} if VENV else download(Path(folder, "wheels"))
        report("first start", start(checkout, libraries), FIRST_TARGET_S)
        report("second start", start(checkout, libraries), SECOND_TARGET_S)


def download(wheels: Path) -> dict[str, str]:
    """Fetch what the first start installs and print the wait; return pip's settings for it."""
    began = time.perf_counter()
    lock = str(ROOT / "requirements.lock")
    pip = [sys.executable, "-m", "pip", "download", "-q", "-r", lock, "-d", str(wheels)]
    subprocess.run(pip, check=True)
    print(f"downloads                 {time.perf_counter() - began:6.1f} s")
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels)}


def start(checkout: Path, libraries: dict[str, str]) -> list[tuple[float, str]]:
    """Start until the address is named; return the second at which each line of ours came."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "SAFETY_MAP_"))}
    began = time.perf_counter()
    lines = []
    with subprocess.Popen(
        [sys.executable, str(checkout / "run.py"), "--sample"],
        env={**kept, **libraries, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append((time.perf_counter() - began, line.strip()))
            if "http://" in line:
                process.send_signal(signal.SIGTERM)
    assert process.returncode == 0, "the start failed"
    return lines


def report(name: str, lines: list[tuple[float, str]], target_s: float) -> None:
    """Print when each wait began and when the address was there, beside the target."""
    ready_s = next(second for second, line in lines if "http://" in line)
    print(f"{name:<25} {ready_s:6.1f} s   target {target_s:.0f} s")
    for second, line in lines:
        if line.startswith("正在"):
            print(f"    from {second:6.1f} s  {line}")


if __name__ == "__main__":
    main()
