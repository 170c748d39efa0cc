import pytest
import streamlit as st

from dashboard.components.setup import area as setup_area
from dashboard.components.view import View
from dashboard.setup.doing import save_area
from dashboard.setup.words import words_of
from etl.drawn import DrawnArea
from geodata.accounts import Account
from geodata.errors import LedgerError
from geodata.storage.audit import read_audit
from tests.dashboard.signing import sign_in

RING = ((113.52, 23.10), (113.53, 23.10), (113.53, 23.11))


def test_who_said_so_on_what_ground_is_in_the_audit(view: View) -> None:
    layer = view.catalogue.by_layer["community"]
    area = DrawnArea("D-1", "里享家社区", "D", RING)
    done = save_area(view.live, view.session, layer, area, reason="示意图", file_name="手工")
    with view.live.storage.reading() as connection:
        entry = read_audit(connection, limit=1)[0]
    assert (entry.actor, entry.action, entry.object) == ("chen.li", "set_up_area", "community/D-1")
    assert entry.details == {"reason": "示意图", "batch": done.batch, "corners": 3}
    assert "D-1" in view.live.model().areas


def test_what_is_refused_leaves_neither_record_nor_entry(view: View) -> None:
    layer = view.catalogue.by_layer["community"]
    before = view.live.model().version
    with pytest.raises(LedgerError, match="上级"):
        save_area(view.live, view.session, layer, DrawnArea("E-1", "新"), reason="a", file_name="b")
    with view.live.storage.reading() as connection:
        assert all(entry.action != "set_up_area" for entry in read_audit(connection, limit=9))
    assert view.live.model().version == before


@pytest.mark.parametrize(
    ("role", "reason", "is_saved"),
    [("clerk", "示意图", True), ("clerk", " ", False), ("leader", "示意图", False)],
)
def test_only_whoever_may_import_saves_and_only_for_a_reason(
    view: View, monkeypatch: pytest.MonkeyPatch, role: str, reason: str, *, is_saved: bool
) -> None:
    session = sign_in(view.live, Account(0, f"a.{role}", "某人", role))
    asked = View(view.live, view.model, view.texts, view.selection, session, view.today)
    said = {"k_name": "里享家社区", "k_code": "", "k_parent": "D", "k_reason": reason}
    monkeypatch.setattr(st, "session_state", dict(said))
    layer, words = view.catalogue.by_layer["community"], words_of(view.texts.language)
    setup_area.save_form(asked, layer, None, RING, "k", words)
    assert ("D-1" in view.live.model().areas) is is_saved
