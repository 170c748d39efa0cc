"""What the scans say, and that our own code and files are clean."""

from pathlib import Path

import pytest

from deploy import scan
from deploy.scan import Found

HOLE = {"id": "PYSEC-2026-1", "fix_versions": ["1.1", "2.0"], "aliases": [], "description": "…"}


def test_a_known_hole_is_told_with_what_mends_it() -> None:
    report = {"dependencies": [{"name": "small", "version": "1.0", "vulns": [HOLE]}], "fixes": []}
    assert scan.read_audit(report) == Found(["small 1.0: PYSEC-2026-1, mended in 1.1, 2.0"])


def test_what_could_not_be_asked_is_not_said_to_be_safe() -> None:
    safe = {"name": "safe", "version": "1.0", "vulns": []}
    unknown = {"name": "small", "skip_reason": "not found"}
    assert scan.read_audit({"dependencies": [safe, unknown]}) == Found([], "1/2, not found")
    assert scan.read_audit({"dependencies": [safe]}) == Found([])


def test_bandit_finds_nothing_in_our_code_that_was_not_judged() -> None:
    assert scan.careless_code() == Found([])


def test_bandit_finds_what_is_careless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "ROOT", tmp_path)
    monkeypatch.setattr(scan, "CODE", ("one.py",))
    judged = "pickle.loads(b'')  # noqa: S301 - our own"
    lines = ["import pickle", "pickle.loads(b'')", judged]
    (tmp_path / "one.py").write_text("\n".join(lines), encoding="utf-8")
    (found,) = scan.careless_code().findings
    assert found.partition(" Pickle")[0].endswith("one.py:2 B301")


def test_no_key_and_no_password_stands_in_a_file_or_in_its_past() -> None:
    assert scan.lost_keys().findings == []


def test_one_finding_makes_the_whole_fail(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scan, "known_vulnerabilities", lambda: Found([], "no index"))
    monkeypatch.setattr(scan, "careless_code", lambda: Found([]))
    monkeypatch.setattr(scan, "lost_keys", lambda: Found([]))
    assert scan.main() == 0
    told = capsys.readouterr().out
    assert "未能检查 已知漏洞：no index" in told
    assert "代码检查：没有发现" in told
    monkeypatch.setattr(scan, "lost_keys", lambda: Found(["a.py:1 AWS key"]))
    assert scan.main() == 1
    assert "a.py:1 AWS key" in capsys.readouterr().out
