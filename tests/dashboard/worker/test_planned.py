from datetime import datetime, time, timedelta

import pytest

from dashboard.worker.kinds import Nightly
from dashboard.worker.planned import LASTS, Planner
from geodata.localtime import LOCAL_TIME
from geodata.storage.jobs import claim_job, end_job, read_jobs
from geodata.storage.store import Storage
from tests.geodata.making import rental, write

AT_TWO = [Nightly("backup", time(2))]
SECOND = timedelta(seconds=1)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=LOCAL_TIME)


def asked(storage: Storage) -> list[tuple[str, str]]:
    return [(job.kind, job.key) for job in reversed(read_jobs(storage))]


def finish(storage: Storage) -> None:
    while job := claim_job(storage, now=local(5, 8)):
        end_job(storage, job, None, now=local(5, 8))


def test_a_nightly_task_is_asked_for_once_a_day_from_its_hour(storage: Storage) -> None:
    planner = Planner(storage, AT_TWO, {})
    planner.ask(local(5, 1, 59))
    assert asked(storage) == []
    for moment in (local(5, 2), local(5, 3), local(5, 23), local(6, 0), local(6, 2, 1)):
        planner.ask(moment)
        finish(storage)
    assert asked(storage) == [("backup", "2026-01-05"), ("backup", "2026-01-06")]


def test_a_computer_off_at_night_does_it_once_it_is_on(storage: Storage) -> None:
    Planner(storage, AT_TWO, {}).ask(local(5, 9))
    finish(storage)
    Planner(storage, AT_TWO, {}).ask(local(5, 10))
    assert asked(storage) == [("backup", "2026-01-05")]


def test_a_data_version_is_worked_on_once_it_lasts(storage: Storage) -> None:
    planner, now = Planner(storage, [], {"hotspots": 1, "sites": 2}), local(5, 9)
    for number in range(5):
        write(storage, "rental", [rental(f"R{number}")])
        planner.ask(now + number * LASTS)  # each look finds another version
    assert asked(storage) == []
    last = now + 4 * LASTS
    planner.ask(last + LASTS - SECOND)
    assert asked(storage) == []
    for later in (0, 1, 60):
        planner.ask(last + LASTS + later * SECOND)
        finish(storage)
    assert asked(storage) == [("hotspots", "5.1"), ("sites", "5.2")]
    assert read_jobs(storage)[0].params == {"version": 5}


def test_after_a_restart_a_version_is_not_worked_on_again(storage: Storage) -> None:
    write(storage, "rental", [rental("R1")])
    for hour in (9, 10):
        planner = Planner(storage, [], {"hotspots": 1})
        planner.ask(local(5, hour))
        planner.ask(local(5, hour, 1))
        finish(storage)
    assert asked(storage) == [("hotspots", "1.1")]


def test_what_an_older_program_kept_is_worked_out_once_more(storage: Storage) -> None:
    write(storage, "rental", [rental("R1")])
    for schema in (1, 1, 2, 2):
        planner = Planner(storage, [], {"hotspots": schema})
        planner.ask(local(5, 9))
        planner.ask(local(5, 10))
        finish(storage)
    assert asked(storage) == [("hotspots", "1.1"), ("hotspots", "1.2")]


@pytest.mark.parametrize("later", [timedelta(hours=-3), timedelta(days=400)])
def test_a_clock_that_jumps_delays_nothing(storage: Storage, later: timedelta) -> None:
    write(storage, "rental", [rental("R1")])
    planner = Planner(storage, [], {"hotspots": 1})
    planner.ask(local(5, 9))
    planner.ask(local(5, 9) + later)
    assert asked(storage) == [("hotspots", "1.1")]


def test_a_clock_a_year_ahead_and_back_again_makes_no_night_twice_and_leaves_none_out(
    storage: Storage,
) -> None:
    planner = Planner(storage, AT_TWO, {})
    year = timedelta(days=365)
    for moment in (local(5, 9), local(5, 10) + year, local(5, 11), local(4, 11), local(6, 3)):
        for again in range(3):
            planner.ask(moment + again * SECOND)
            finish(storage)
    days = ["2026-01-05", "2027-01-05", "2026-01-04", "2026-01-06"]
    assert asked(storage) == [("backup", day) for day in days]


def test_an_empty_database_gives_nothing_to_do(storage: Storage) -> None:
    planner = Planner(storage, [], {"hotspots": 1})
    planner.ask(local(5, 9))
    planner.ask(local(5, 10))
    assert asked(storage) == []
