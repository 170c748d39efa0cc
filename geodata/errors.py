"""The one family of errors this project raises on purpose.

Each carries what was found, what was expected and what to do about it, so that whoever shows it
(a log, a page, the command line) can lay the three out as it likes.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class SafetyMapError(Exception):
    """Something that cannot go on as asked.

    All three are positional, so that the error survives the way back from a child process.

    Parameters
    ----------
    found
        The value met, shown as it is, with its place (file, key, row) where there is one.
    expected
        What would have been right.
    remedy
        What the reader can do now, beginning with a verb; no full stop, as with the others.

    `rule` and `named` are the key of these words in some text file and the values they name, so
    that they can be said again in the language of another reader; empty where there is no such key.
    """

    rule: str = ""
    named: Mapping[str, object] = MappingProxyType({})

    def __init__(self, found: str, expected: str, remedy: str) -> None:
        super().__init__(found, expected, remedy)
        self.found = found
        self.expected = expected
        self.remedy = remedy

    def __str__(self) -> str:
        """Say all three on one line."""
        return f"{self.found}; expected {self.expected}; {self.remedy}"

    def to_kept(self) -> dict[str, Any]:
        """Give what is kept of it: rule and values named, else the words."""
        if self.rule:
            return {"rule": self.rule, "named": dict(self.named)}
        return {"found": self.found, "expected": self.expected, "remedy": self.remedy}


class SettingsError(SafetyMapError):
    """An environment variable holds something unusable."""


class CatalogueError(SafetyMapError):
    """A declaration (layer, project, incident type …) is wrong or missing."""


class SelectionError(SafetyMapError):
    """A filter, period or link asks for something that does not exist."""


class StorageError(SafetyMapError):
    """The database cannot be opened, read or written as it is."""


class BusyError(StorageError):
    """Another process has kept the write lock for longer than we wait."""


class FullError(StorageError):
    """The disk of the data folder is full, or too full to take something new."""


class ReadOnlyError(StorageError):
    """The data folder, or a file in it, cannot be written."""


class DamagedError(StorageError):
    """The database file is not what SQLite wrote."""


class UnreachableError(StorageError):
    """The disk did not give or take: it is gone, failing, or the file cannot be opened."""


class LedgerError(SafetyMapError):
    """A ledger file cannot be read as a whole; single bad rows go to the quarantine instead."""


class CrsError(SafetyMapError):
    """A coordinate reference system is unknown or unfit for what is asked of it."""


class RightsError(SafetyMapError):
    """Somebody asks for what their role or scope does not allow."""


class AccountError(SafetyMapError):
    """An account, password or sign-in setting cannot be as it is given."""


class AnalysisError(SafetyMapError):
    """Nothing can be worked out from what was given."""
