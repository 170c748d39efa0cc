"""Find a browser of Chromium's family on this machine; none is ever downloaded."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "msedge",
)
WINDOWS_PROGRAMS = (
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "Chromium/Application/chrome.exe",
)
FLAGS = (
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)
"""Keep a browser from speaking to anyone but the page's own server."""


def find_browser() -> str | None:
    """Name the program: the one in SAFETY_MAP_BROWSER, the first on PATH, or one in Windows."""
    named = os.environ.get("SAFETY_MAP_BROWSER")
    if named:
        return shutil.which(named)
    return next((found for found in map(shutil.which, NAMES) if found), None) or next(
        (str(program) for program in windows_programs() if program.exists()), None
    )


def windows_programs() -> Iterator[Path]:
    """List where Windows keeps browsers; nothing elsewhere."""
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            yield from (Path(folder, program) for program in WINDOWS_PROGRAMS)
