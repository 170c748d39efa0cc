"""Settings from environment variables: the only module that knows their names."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import SettingsError

CHECKOUT = Path(__file__).resolve().parent.parent
SYSTEM_NAMES = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH")
"""What an interpreter needs to start, on any system."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What may differ from one installation to the next.

    Parameters
    ----------
    data_folder
        Databases, uploads and backups live below it. ``SAFETY_MAP_DATA``, else ``var`` in the
        checkout. It need not exist yet.
    testdata_folder
        Real files read by tests and benchmarks only. ``SAFETY_MAP_TESTDATA``, else
        ``shared/data`` beside the checkout.
    """

    data_folder: Path
    testdata_folder: Path


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    Parameters
    ----------
    environ
        Names and values; an empty value counts as not set.

    Raises
    ------
    SettingsError
        Where a variable names something that is not a folder.
    """
    return Settings(
        data_folder=_folder(environ, "SAFETY_MAP_DATA", CHECKOUT / "var"),
        testdata_folder=_folder(
            environ, "SAFETY_MAP_TESTDATA", CHECKOUT.parent / "shared" / "data"
        ),
    )


def _folder(environ: Mapping[str, str], name: str, default: Path) -> Path:
    value = environ.get(name, "").strip()
    folder = Path(value).expanduser().absolute() if value else default
    if folder.exists() and not folder.is_dir():
        raise SettingsError(
            f"{name}={value}",
            "a folder",
            f"set {name} to a folder, or to one that may be made, or leave it out",
        )
    return folder


def child_environment(
    ours: Mapping[str, str], environ: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """Environment for a child that shall know nothing of ours but what it is told.

    Parameters
    ----------
    ours
        What it is told.
    environ
        Taken from it is only what the system needs to start a program.
    """
    needed = {name: environ[name] for name in SYSTEM_NAMES if name in environ}
    return {**needed, "PYTHONUTF8": "1", **ours}
