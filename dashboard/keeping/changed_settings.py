"""What of an office's settings was changed in its files, noted when the program next looks.

Files are changed outside the program, so the audit can say what changed between two looks, and
that it is unknown who did it (GB/T 22239-2019, security audit; changes of the configuration).
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from dashboard.accounts.by_provider import SECRET_FILE
from dashboard.basemap.declared import key_files
from geodata.catalogue.load import OFFICE_FOLDER
from geodata.results.kept_results import NOW
from geodata.storage.audit import Entry, note
from geodata.storage.results import read_result, write_result
from geodata.storage.versions import read_version

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from geodata.storage.sealed import Seal
    from geodata.storage.store import Storage

KIND: Final = "settings"
UNKNOWN: Final = "unknown"
CONFIGURE: Final = "configure"
"""Action of the audit."""


def note_changed_settings(storage: Storage, *, now: datetime) -> list[str]:
    """Write into the audit which files of settings differ from when they were last looked at.

    Returns
    -------
    list of str
        Their names below the data folder, in alphabetical order; of each the audit has the digest
        before and after, '' where it was not there.
    """
    present = digests_of_settings(storage.folder, storage.seal)
    if present == _last_seen(storage):
        return []
    with storage.writing() as connection:
        before = _last_seen(storage)  # another process may have looked meanwhile
        changed = sorted(
            name for name in before.keys() | present.keys() if before.get(name) != present.get(name)
        )
        for name in changed:
            told = {"digest_before": before.get(name, ""), "digest_after": present.get(name, "")}
            note(connection, Entry(now, UNKNOWN, CONFIGURE, name, details=told))
        content = json.dumps(present).encode()
        write_result(connection, KIND, NOW, read_version(connection), content, now=now)
    return changed


def digests_of_settings(data: Path, seal: Seal) -> dict[str, str]:
    """Return the SHA-256 of each file of settings, by its name below the data folder.

    Of a secret it is a keyed digest: a short one could be found by trying.
    """
    secrets = {SECRET_FILE, *key_files(data)}
    own = data / OFFICE_FOLDER
    files = {*data.glob("*.toml"), *own.rglob("*.yaml"), *own.rglob("*.yml")}
    files |= {data / name for name in secrets}
    found = {}
    for path in sorted(files):
        name = path.relative_to(data).as_posix()
        if path.is_file():
            digest = sha256(path.read_bytes()).hexdigest()
            plain = name.encode("utf-8", "replace").decode()
            found[plain] = seal.mark(digest).hex() if name in secrets else digest
    return found


def _last_seen(storage: Storage) -> Mapping[str, str]:
    kept = read_result(storage, KIND, NOW)
    return {} if kept is None else dict(json.loads(kept.content))
