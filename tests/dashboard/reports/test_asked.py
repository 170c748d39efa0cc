from datetime import date

import pytest

from dashboard.reports.asked import parse_asked
from dashboard.reports.words import ExportError
from dashboard.server.live import Live
from geodata.errors import SelectionError
from geodata.periods import Period
from tests.dashboard.small_town import YEAR
from tests.geodata.making import NOW


def test_conditions_are_read_as_links_carry_them(live: Live) -> None:
    text = "period=2025-01-01/2026-01-01&projects=fire,traffic&areas=D1"
    read = parse_asked(text, live.model(), now=NOW)
    assert (read.period, read.projects, read.areas) == (YEAR, ("fire", "traffic"), ("D1",))


def test_a_copied_link_may_be_pasted_whole(live: Live) -> None:
    link = (
        "http://127.0.0.1:8501/?layers=rental&period=2025-01-01%2F2026-01-01&projects=fire"
        "&lang=zh-CN&extent=113.5%2C23.1%2C113.6%2C23.2&pick=rental.1"
    )
    read = parse_asked(link, live.model(), now=NOW)
    assert (read.period, read.projects) == (YEAR, ("fire",))


def test_without_conditions_the_pages_usual_period_is_taken(live: Live) -> None:
    read = parse_asked("", live.model(), now=NOW)
    assert read.period == Period(date(2025, 1, 1), date(2026, 1, 1))


@pytest.mark.parametrize("text", ["project=fire", "fire", "projects=fire&projects=traffic", "=x"])
def test_a_condition_that_would_be_passed_over_is_refused(live: Live, text: str) -> None:
    with pytest.raises(ExportError, match="--select"):
        parse_asked(text, live.model(), now=NOW)


def test_a_value_there_is_not_is_refused(live: Live) -> None:
    with pytest.raises(SelectionError, match="fires"):
        parse_asked("projects=fires", live.model(), now=NOW)
