"""Over a layer that cannot be read the others are shown, and it is said which is missing."""

import json
import sqlite3

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.app import SCRIPT
from dashboard.components import identity
from dashboard.log.files import logging_to
from dashboard.log.incidents import read_incidents
from dashboard.server.live import Live
from geodata.accounts import Account
from geodata.storage.store import FILE_NAME
from tests.dashboard.signing import sign_in
from tests.dashboard.test_page import pieces


def test_one_broken_layer_is_named_and_noted_once(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(live.folder / FILE_NAME)
    connection.execute("UPDATE places SET lng = 'x' WHERE layer = 'rental'")
    connection.commit()
    connection.close()
    number = sign_in(live, Account(0, "c1", "乙", "clerk")).number
    monkeypatch.setattr(identity, "told_session", lambda: number)
    with logging_to(live.folder, "dashboard"):
        page = AppTest.from_file(str(SCRIPT), default_timeout=60).run()
        page.run()
    (noted,) = read_incidents(live.folder)
    assert noted["route"] == "layer/rental"
    (said,) = (one.value for one in page.error)
    assert "出租屋" in said
    assert "不等于 0" in said
    assert noted["incident"] in said
    told = {
        name: json.dumps(pieces(page)[name], ensure_ascii=False)
        for name in ("safety_map_cards", "safety_map")
    }
    assert "读不出来，不等于 0" in told["safety_map_cards"]
    assert "还没有出租屋台账" not in told["safety_map_cards"]
    assert '"rental": "读不出来"' in told["safety_map"]
    assert not page.exception
