"""What is said of a record without a place."""

from types import SimpleNamespace
from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard.components.placing.one import show_placing_one
from dashboard.placing.words import words_of
from dashboard.texts import Language

TYPED = "[签到](https:evil.example)"
PHONE = "13812345678"


def page() -> None:
    """Draw a record that was left off, for a reason that somebody typed."""
    record = SimpleNamespace(address="甲路1号", name="", key=("rental", 1))
    chosen: Any = SimpleNamespace(record=record, place=None, left=f"{TYPED} {PHONE}")
    view: Any = SimpleNamespace(model=SimpleNamespace(extent=None), live=None, session=None)
    show_placing_one(view, view, chosen, words_of(Language.CHINESE))


def test_a_reason_that_was_typed_becomes_no_link_and_tells_no_phone_number() -> None:
    app = AppTest.from_string(f"from {__name__} import page; page()").run()
    assert not app.exception
    assert any(TYPED in one.value for one in app.text)
    assert not any("evil" in one.value for one in (*app.caption, *app.markdown))
    assert not any(PHONE in one.value for one in app.text)
