from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest

from dashboard.components.audit.asked import AuditAsked, parse_audit, parse_instant


def test_what_is_asked_survives_the_way_through_an_address() -> None:
    asked = AuditAsked("陈 & 丽%", "unmask", "2026-01-01", "")
    query = dict(parse_qsl(asked.to_query(lang="en")))
    assert query == {"text": "陈 & 丽%", "action": "unmask", "since": "2026-01-01", "lang": "en"}
    assert parse_audit(query) == asked


def test_days_are_local_and_the_last_is_included() -> None:
    terms = AuditAsked(since="2026-01-05", until="2026-01-05").terms()
    assert terms["since"] == datetime(2026, 1, 4, 16, tzinfo=UTC)
    assert terms["until"] == datetime(2026, 1, 5, 16, tzinfo=UTC)
    assert terms["text"] is None


def test_a_day_that_is_none_is_named_and_not_searched_for() -> None:
    asked = AuditAsked(since=" 2026-02-30 ", until="昨天")
    assert asked.wrong_days() == ["2026-02-30", "昨天"]
    assert asked.terms()["since"] is asked.terms()["until"] is None


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "", "20260105x"])
def test_a_day_beyond_all_days_is_none(text: str) -> None:
    assert parse_instant(text, after=text.startswith("9")) is None


def test_a_query_that_is_too_long_is_cut() -> None:
    assert len(parse_audit({"text": "x" * 9_000}).text) == 64
