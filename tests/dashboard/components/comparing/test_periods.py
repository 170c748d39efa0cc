from dataclasses import replace
from datetime import date

from dashboard.components.cards import card_json
from dashboard.components.comparing.periods import compared
from dashboard.components.view import View
from geodata.against import Against
from geodata.periods import Period, day_number


def against(view: View, period: Period) -> View:
    selection = replace(view.selection, period=period)
    return replace(
        view, selection=replace(selection, against=Against.LAST_YEAR.period(selection.period))
    )


def test_nothing_chosen_is_nothing_compared(view: View) -> None:
    assert compared(view) is None


def test_both_periods_end_on_the_day_the_ledger_is_true_for(view: View) -> None:
    told = compared(against(view, view.selection.period))
    assert told is not None
    assert told.now is not None
    assert told.before is not None
    assert told.against == "last_year"
    last = view.model.data_dates["incident"]
    for month, year in ((told.now, 2025), (told.before, 2024)):
        assert month.start_day == day_number(date(year, 1, 1))
        assert month.end_day == day_number(last.replace(year=year)) + 1


def test_a_card_has_room_for_the_number_of_the_period_compared(view: View) -> None:
    incidents = next(one for one in view.catalogue.indicators if one.id == "incidents")
    card = card_json(against(view, view.selection.period), incidents)
    assert str(card["earlier"]).startswith("对比期 ")


def test_a_ledger_that_does_not_reach_back_is_not_compared(view: View) -> None:
    told = compared(against(view, Period(date(2002, 1, 1), date(2003, 1, 1))))
    assert told is not None
    assert told.silence is not None


def test_a_status_is_as_of_now_and_not_compared(view: View) -> None:
    chosen = against(view, view.selection.period)
    narrowed = replace(chosen.selection, statuses=("incident.closed",))
    told = compared(replace(chosen, selection=narrowed))
    assert told is not None
    assert "状态" in (told.silence or "")
