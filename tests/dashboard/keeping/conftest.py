"""The data folder of a small office: records, an upload, declarations, secrets, an audit."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from dashboard.accounts.by_provider import SECRET_FILE
from dashboard.keeping.policy import BackupPolicy
from dashboard.server.imports import keep_upload
from geodata.accounts import Account
from geodata.storage.accounts import add_account
from geodata.storage.audit import Entry, note
from geodata.storage.audit_chain import add_link
from geodata.storage.links import add_link as add_one_time_link
from geodata.storage.sessions import open_session
from geodata.storage.store import Storage, open_storage
from tests.geodata.making import NOW, rental, write

UPLOAD = "房屋编码,房东电话\nR-1,13812345678\n".encode()
SECRET = "the provider's word"  # noqa: S105 - nobody's
MAP_KEY = "a key of a map"
BASEMAP = '[[source]]\nid = "theirs"\nkey_file = "keys/map.key"\n'
PHONE = "13812345678"
DAY = timedelta(days=1)


@pytest.fixture
def office(awkward_folder: Path) -> Iterator[Storage]:
    """Opened; its folder is named 自建 [1]."""
    folder = awkward_folder / "自建 [1]"
    storage = open_storage(folder, now=NOW)
    for number in range(3):
        write(storage, "rental", [rental(f"R-{number}", personal={"owner_phone": PHONE})])
    keep_upload(folder, "出租屋 台账.csv", UPLOAD, storage.seal)
    (folder / "catalogue").mkdir()
    (folder / "catalogue" / "active.yaml").write_text("template: yonghe12\n")
    (folder / "accounts.toml").write_text("[sessions]\nidle_minutes = 20\n")
    (folder / SECRET_FILE).write_text(SECRET)
    (folder / SECRET_FILE).chmod(0o600)
    (folder / "basemap.toml").write_text(BASEMAP)
    (folder / "keys").mkdir()
    (folder / "keys" / "map.key").write_text(MAP_KEY)
    (folder / "keys" / "map.key").chmod(0o600)
    (folder / "tiles" / "theirs-1").mkdir(parents=True)
    (folder / "tiles" / "theirs-1" / "3-6-3").write_bytes(b"a picture")
    (folder / "logs").mkdir()
    (folder / "logs" / "dashboard.jsonl").write_text("{}\n")
    with storage.writing() as connection:
        account = add_account(connection, Account(0, "chen.li", "陈丽", "clerk"), now=NOW)
        open_session(connection, "token", account.number, address="", agent="", now=NOW)
        add_one_time_link(connection, "link", account.number, expires_at=NOW + DAY)
        note(connection, Entry(NOW, "chen.li", "unmask", "rental/1", details={"reason": "核对"}))
    add_link(storage, now=NOW)
    yield storage
    storage.close()


@pytest.fixture
def policy(tmp_path: Path) -> BackupPolicy:
    return BackupPolicy(folder=tmp_path / "备份 盘")


def tree(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder but the database's and the lock, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".sqlite" not in path.name and path.suffix != ".lock"
    }


def clock(moment: datetime = NOW) -> datetime:
    return moment


def is_private(path: Path) -> bool:
    return os.name != "posix" or not path.stat().st_mode & 0o077
