"""What the server does with an opened data folder when it starts."""

import pytest

from dashboard.log.incidents import read_incidents
from dashboard.server import live as opened
from dashboard.server.live import Live, note_settings
from geodata.errors import ReadOnlyError
from geodata.storage.audit import read_audit


def test_changed_settings_are_noted_when_it_starts(live: Live) -> None:
    (live.folder / "backup.toml").write_text("daily = 7\n")
    note_settings(live)
    note_settings(live)
    with live.storage.reading() as connection:
        (entry,) = read_audit(connection, action="configure")
    assert (entry.actor, entry.object, entry.at) == ("unknown", "backup.toml", live.clock())


def test_a_folder_that_takes_nothing_is_served_all_the_same(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ReadOnlyError("records.sqlite", "a file we may write", "Give the right to write.")

    monkeypatch.setattr(opened, "note_changed_settings", refuse)
    note_settings(live)
    assert read_incidents(live.folder) == []  # no log is kept yet; it went to standard error
