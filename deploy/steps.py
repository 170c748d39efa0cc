"""What is done on a machine before any library is there: said, done, or told why not.

Standard library only, and it parses on Python 3.7, so that an old one can be told what is needed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class StoppedError(Exception):
    """What a person has to do before this can go on, in Chinese and in English."""


def say(chinese: str, english: str) -> None:
    """Print one line of progress, at once."""
    print(f"{chinese}  {english}", flush=True)


def step(command: list[str], chinese: str, english: str, *paths: str) -> None:
    """Say what is being done and do it; the program says itself why it fails."""
    say(f"正在{chinese}……", english)
    if subprocess.call(command, cwd=ROOT, env=environment(*paths)):
        raise StoppedError(
            f"没有完成：{chinese}（原因见上）。", f"Failed (reason above): {english}."
        )


def environment(*first: str) -> dict[str, str]:
    """Give programs UTF-8, this folder to import from, after `first`, and nobody to ask."""
    paths = filter(None, [*first, str(ROOT), os.environ.get("PYTHONPATH")])
    ours = {"PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(paths)}
    return {**os.environ, **ours, "DEBIAN_FRONTEND": "noninteractive"}


def is_debian_root() -> bool:
    """Tell whether we may install packages of Debian's kind (also Ubuntu, UOS, openKylin)."""
    return os.name == "posix" and shutil.which("apt-get") is not None and os.geteuid() == 0


def install_debian(packages: list[str]) -> None:
    """Install Debian packages as root; for anyone else name the one command and stop."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not is_debian_root():
        raise StoppedError(
            "缺少系统软件包。请运行以下命令，然后再试：",
            f"A system package is missing. Run this, then try again:\n\nsudo {' '.join(command)}",
        )
    step(["apt-get", "update"], "更新系统软件包目录", "updating the list of system packages")
    step(command, f"安装系统软件包 {' '.join(packages)}", "installing system packages")
