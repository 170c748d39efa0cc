"""A gap in what was written down tells of a clock that may be ahead."""

from datetime import timedelta

from geodata.storage.audit import Entry, note
from geodata.storage.quiet import MOST_QUIET, SETTLED, quiet_since
from geodata.storage.store import Storage
from tests.geodata.making import NOW


def _worked(storage: Storage, *days: float) -> None:
    with storage.writing() as connection:
        for day in days:
            note(connection, Entry(NOW + timedelta(days=day), "chen.li", "unmask", "rental/1"))


def test_a_folder_that_is_new_has_no_gap(storage: Storage) -> None:
    with storage.reading() as connection:
        assert quiet_since(connection, now=NOW) is None
    _worked(storage, -6)
    with storage.reading() as connection:
        assert quiet_since(connection, now=NOW) is None


def test_a_gap_is_told_until_a_week_was_worked_after_it(storage: Storage) -> None:
    _worked(storage, 0, 365, 366)
    with storage.reading() as connection:
        assert quiet_since(connection, now=NOW + timedelta(days=371)) == NOW
        assert quiet_since(connection, now=NOW + timedelta(days=372)) is None


def test_a_holiday_is_no_gap(storage: Storage) -> None:
    _worked(storage, 0)
    whole = MOST_QUIET + SETTLED
    with storage.reading() as connection:
        assert quiet_since(connection, now=NOW + whole) is None
        assert quiet_since(connection, now=NOW + whole + timedelta(seconds=1)) == NOW
