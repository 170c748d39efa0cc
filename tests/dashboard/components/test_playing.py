from dataclasses import replace
from datetime import date

from dashboard.components.playing import played_months
from dashboard.components.view import View
from geodata.periods import Period, to_days


def test_a_year_is_played_by_its_months(view: View) -> None:
    months = played_months(view)
    assert [month.name for month in months] == [f"2025-{n:02d}" for n in range(1, 13)]
    assert (months[0].start_day, months[-1].end_day) == to_days(view.selection.period)


def test_months_no_ledger_reaches_say_so_for_its_layer_alone(view: View) -> None:
    model = replace(view.model, data_dates={"incident": date(2025, 10, 15)})
    months = played_months(replace(view, model=model))
    noted = [month.name for month in months if "2025-10-15" in month.notes.get("incident", "")]
    assert noted == ["2025-10", "2025-11", "2025-12"]
    assert all(set(month.notes) <= {"incident"} for month in months)


def test_months_before_the_first_incident_are_unknown_not_empty(view: View) -> None:
    selection = replace(view.selection, period=Period(date(2001, 1, 1), date(2002, 1, 1)))
    assert all(
        "incident" in month.notes for month in played_months(replace(view, selection=selection))
    )


def test_a_month_that_is_cut_names_its_days(view: View) -> None:
    selection = replace(view.selection, period=Period(date(2025, 1, 15), date(2025, 3, 1)))
    first, second = played_months(replace(view, selection=selection))
    assert "01-15" in first.name
    assert second.name == "2025-02"
