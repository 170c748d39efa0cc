"""Everything that must hold: lint, format, types, tests. ``python3 run.py test [pytest args]``."""

import contextlib
import ctypes.util
import subprocess
import sys
from pathlib import Path

from deploy.steps import ROOT, StoppedError, environment, install_debian, is_debian_root, say
from tests.browser.chromium import find_browser
from tests.browser.old_chromium import can_fetch, fetch_old_chromium
from tests.browser.proxies import find_proxy

LINT = (
    ("ruff check", ["ruff", "check", "."]),
    ("ruff format", ["ruff", "format", "--check", "."]),
    ("mypy", ["mypy"]),
)
CHINESE_FONTS = Path("/usr/share/fonts/opentype/noto")


def main(pytest_arguments: list[str]) -> int:
    """Run every check, whatever the ones before it said; return the exit code."""
    install_programs()
    failed = []
    for name, (module, *arguments) in (*LINT, ("pytest", ["pytest", *pytest_arguments])):
        say(f"\n== {name} 检查中……", "running")
        command = [sys.executable, "-P", "-m", module, *arguments]
        if subprocess.call(command, cwd=ROOT, env=environment()):
            failed.append(name)
    print()
    if find_browser() is None:
        say(
            "未运行:浏览器测试(没有 Chromium、Chrome 或 Edge)",
            "not run: browser tests (no browser)",
        )
    if failed:
        say(f"未通过:{'、'.join(failed)}", f"failed: {', '.join(failed)}")
        return 1
    say("已运行的全部通过", "all that ran has passed")
    return 0


def install_programs() -> None:
    """Install what tests need beside libraries, where it is missing and we may."""
    needs = {
        "chromium": find_browser(),
        "fonts-noto-cjk": CHINESE_FONTS.exists(),  # else pictures show boxes for Chinese
        "libatomic1": ctypes.util.find_library("atomic"),  # Playwright's own driver links to it
        "nginx": find_proxy("nginx"),
    }
    missing = [package for package, found in needs.items() if not found]
    if missing and is_debian_root():
        with contextlib.suppress(StoppedError):  # the tests say themselves what is lacking
            install_debian(missing)
    if can_fetch():
        with contextlib.suppress(OSError, ValueError, subprocess.CalledProcessError):
            fetch_old_chromium()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
