"""Files of settings that were changed are in the audit, once, with their digests."""

from hashlib import sha256

from dashboard.accounts.by_provider import SECRET_FILE
from dashboard.keeping.changed_settings import digests_of_settings, note_changed_settings
from geodata.storage.audit import Entry, read_audit
from geodata.storage.store import Storage
from tests.dashboard.keeping.conftest import MAP_KEY, SECRET
from tests.geodata.making import NOW


def _noted(storage: Storage) -> list[Entry]:
    with storage.reading() as connection:
        return read_audit(connection, action="configure")


def test_each_file_is_noted_when_it_is_first_seen_and_then_when_it_changes(
    office: Storage,
) -> None:
    names = ["accounts.toml", "basemap.toml", "catalogue/active.yaml", "keys/map.key", SECRET_FILE]
    assert note_changed_settings(office, now=NOW) == names
    assert note_changed_settings(office, now=NOW) == []
    accounts = office.folder / "accounts.toml"
    before = sha256(accounts.read_bytes()).hexdigest()
    accounts.write_text("[sessions]\nidle_minutes = 30\n")
    (office.folder / "basemap.toml").unlink()
    changed = note_changed_settings(office, now=NOW)
    assert changed[:2] == ["accounts.toml", "basemap.toml"]
    entry = next(one for one in _noted(office) if one.object == "accounts.toml")
    assert (entry.actor, entry.address) == ("unknown", "")
    after = sha256(accounts.read_bytes()).hexdigest()
    assert entry.details == {"digest_before": before, "digest_after": after}
    gone = next(one for one in _noted(office) if one.object == "basemap.toml")
    assert gone.details["digest_after"] == ""


def test_the_digest_of_a_secret_cannot_be_found_by_trying(office: Storage) -> None:
    found = digests_of_settings(office.folder, office.seal)
    for name, secret in ((SECRET_FILE, SECRET), ("keys/map.key", MAP_KEY)):
        assert found[name] != sha256(secret.encode()).hexdigest()
        assert found[name] == office.seal.mark(sha256(secret.encode()).hexdigest()).hex()
