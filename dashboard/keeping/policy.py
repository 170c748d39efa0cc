"""What an office sets about backups: ``backup.toml`` of the data folder, all optional."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from dashboard.keeping.words import refusal
from dashboard.settings_file import UnfitError, in_words, read_settings_file

FILE_NAME: Final = "backup.toml"
USUAL_FOLDER: Final = "backups"


class BackupPolicy(BaseModel):
    """Where backups go and how many stay.

    Parameters
    ----------
    folder
        A folder or drive outside the data folder, or `USUAL_FOLDER` below it.
    daily
        Newest backups of so many days that stay.
    weekly
        Newest backups of so many weeks that stay besides.
    upgrade_copies
        Newest copies of the database made before upgrades that stay.
    base_maps
        Whether base maps that lie in the data folder as files are in each backup.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: Path = Path(USUAL_FOLDER)
    daily: int = Field(14, ge=1, le=366)
    weekly: int = Field(8, ge=0, le=520)
    upgrade_copies: int = Field(2, ge=1, le=100)
    base_maps: bool = False


def read_backup_policy(data: Path) -> BackupPolicy:
    """Read what a data folder sets; its `folder` is a whole path.

    Raises
    ------
    KeepingError
        Names the key that is wrong.
    """
    path = data / FILE_NAME
    try:
        policy = read_settings_file(path, BackupPolicy)
    except UnfitError as error:
        expected = error.expected or in_words("toml")
        raise refusal("policy", path=path, found=error.found, expected=expected) from error
    return policy.model_copy(update={"folder": (data / policy.folder.expanduser()).absolute()})
