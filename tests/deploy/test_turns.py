"""Of two starts at once one makes what both need."""

from pathlib import Path

import pytest

import run
from deploy.steps import StoppedError
from deploy.turns import alone
from tests.deploy.together import both


def test_whoever_comes_alone_waits_for_nobody_and_may_come_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        with alone(tmp_path / "new" / ".venv"):
            assert (tmp_path / "new" / ".venv.lock").exists()
    assert capsys.readouterr().out == ""


def test_where_nothing_can_be_written_it_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoppedError, match=r"不能写入.*写权限"), alone(tmp_path / "file" / "venv"):
        pass


def test_of_two_first_starts_at_once_one_makes_the_sample_town(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[str]()
    monkeypatch.setattr(run, "tell_accounts", lambda word, *_: told.append(word))
    monkeypatch.setattr(run, "step", lambda command, *_: Path(command[-1], "records").touch())
    made = both(monkeypatch, run, "step")
    made.run(lambda: run.make_sample(tmp_path / "var" / "sample", 8501))
    assert (made.times, told) == (1, ["sample"])
    assert (tmp_path / "var" / "sample" / "records").exists()
