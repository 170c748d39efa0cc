"""The real start, where it must be refused."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.steps import ROOT, environment
from tests.dashboard.small_town import write_small_town

KEYS = {"empty": b"", "short": b"c2hvcnQ=\n", "no key at all": b"password password password"}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_is_none_starts_nothing(tmp_path: Path, key: str) -> None:
    folder = tmp_path / "town"
    write_small_town(folder)
    (folder / "sealing.key").write_bytes(KEYS[key])
    (folder / "sealing.key").chmod(0o600)
    command = [sys.executable, "-m", "dashboard", "--port", "0", "--data", str(folder)]
    ended = subprocess.run(
        command, check=False, cwd=ROOT, env=environment(), capture_output=True, encoding="utf-8"
    )
    assert ended.returncode == 2
    assert "没有启动" in ended.stderr
    assert "sealing.key" in ended.stderr
    assert "32 bytes" in ended.stderr
    assert "Traceback" not in ended.stderr
