"""A part of a page that fails."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app import SCRIPT
from dashboard.components import identity
from dashboard.log.files import logging_to
from dashboard.log.incidents import read_incidents
from dashboard.server.live import Live
from geodata.accounts import Session
from geodata.errors import SelectionError, StorageError
from tests.dashboard.test_page import pieces

Fail = Callable[[Exception], AppTest]


@pytest.fixture
def open_failing(live: Live, session: Session, monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Open the map's page whose figures fail with an error."""
    monkeypatch.setattr(identity, "told_session", lambda: session.number)

    def run(error: Exception) -> AppTest:
        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr("dashboard.components.cards._note", fail)
        with logging_to(live.folder, "dashboard"):
            return AppTest.from_file(str(SCRIPT), default_timeout=30).run()

    return run


def test_the_others_are_drawn_and_a_number_is_told(live: Live, open_failing: Fail) -> None:
    page = open_failing(RuntimeError("secret path /srv/data"))
    assert "safety_map_table" in pieces(page)
    said = page.error[0].value
    assert "主要数字未能显示" in said
    assert "secret" not in said
    (incident,) = read_incidents(live.folder)
    assert str(incident["incident"]) in said
    assert incident["route"] == "page/cards"


def test_what_the_reader_asked_for_is_told_and_a_path_is_not(open_failing: Fail) -> None:
    page = open_failing(SelectionError("class rental.x", "a class", "Choose another."))
    assert [element.value for element in page.text] == ["class rental.x"]
    page = open_failing(StorageError("/srv/map/records.sqlite: locked", "none", "Wait."))
    assert [element.value for element in page.text] == []
