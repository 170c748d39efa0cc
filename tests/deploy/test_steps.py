"""What is done before any library is there."""

import sys

import pytest

from deploy import steps


def test_without_rights_the_one_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "is_debian_root", lambda: False)
    with pytest.raises(steps.StoppedError, match=r"sudo apt-get install -y .*python3\.11-venv"):
        steps.install_debian(["python3.11-venv"])


def test_a_failed_step_says_which() -> None:
    with pytest.raises(steps.StoppedError, match="没有完成：写字"):
        steps.step([sys.executable, "-c", "raise SystemExit(2)"], "写字", "writing")
