"""What is said of a record without a place."""

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from dashboard.components.placing.one import show_placing_one
from dashboard.placing.words import words_of
from dashboard.texts import Language
from geodata.viewer import OFFICE
from tests.geodata.making import CATALOGUE

RENTAL = CATALOGUE.by_layer["rental"]
TYPED = "[签到](https:evil.example)"
PHONE = "13812345678"


def page() -> None:
    """Draw a record that was left off, for a reason that somebody typed."""
    record = SimpleNamespace(key=("rental", 1))
    chosen: Any = SimpleNamespace(record=record, place=None, left=f"{TYPED} {PHONE}")
    rows = {"id": 1, "address": "张三丰家旁", "personal": {"owner": "张三丰"}}
    live = SimpleNamespace(storage=SimpleNamespace(reading=nullcontext))
    view: Any = SimpleNamespace(
        model=SimpleNamespace(extent=None), live=live, session=None, viewer=OFFICE
    )
    with patch("dashboard.components.placing.one.read_record", return_value=rows):
        show_placing_one(view, RENTAL, chosen, words_of(Language.CHINESE))


def test_a_reason_that_was_typed_becomes_no_link_and_tells_no_phone_number() -> None:
    app = AppTest.from_string(f"from {__name__} import page; page()").run()
    assert not app.exception
    assert any(TYPED in one.value for one in app.text)
    assert not any("evil" in one.value for one in (*app.caption, *app.markdown))
    assert not any(PHONE in one.value for one in app.text)
    assert not any("张三丰" in one.value for one in app.text)
