"""What an office without internet carries in."""

import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest

from deploy import bundle
from deploy.steps import StoppedError
from tests.deploy.wheels import entry, write_wheel

COMMITTED = datetime(2026, 1, 2, 3, 4, 6, tzinfo=UTC)


@pytest.fixture
def checkout(awkward_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder under git with two files in one commit, and one that is in none."""
    monkeypatch.setattr(bundle, "ROOT", awkward_folder)
    (awkward_folder / "run.py").write_text("print('街道')\n", encoding="utf-8")
    (awkward_folder / "start").write_text("#!/bin/sh\n", encoding="utf-8")
    (awkward_folder / "start").chmod(0o755)
    person = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    when = {"GIT_COMMITTER_DATE": f"{COMMITTED:%Y-%m-%dT%H:%M:%SZ}", "PATH": "/usr/bin:/bin"}
    for words in (("init", "-q"), ("add", "."), (*person, "commit", "-qm", "first")):
        subprocess.run(["git", *words], cwd=awkward_folder, env=when, check=True)
    (awkward_folder / "secret.txt").write_text("not committed", encoding="utf-8")
    return awkward_folder


@pytest.fixture
def lock(checkout: Path) -> Callable[[str], None]:
    """Write the lock of the checkout."""

    def write(text: str) -> None:
        (checkout / "requirements.lock").write_text(text, encoding="utf-8")

    return write


@pytest.mark.usefixtures("checkout")
def test_the_bundle_is_the_last_commit_with_wheels_and_sums(tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "small")
    made = bundle.write_bundle(bundle.last_commit(), "linux-x86_64", tmp_path, tmp_path / "made")
    assert made.name.startswith("safety-map-20260102-")
    with ZipFile(made) as held:
        content = {name.removeprefix("safety-map/"): held.read(name) for name in held.namelist()}
        modes = {name: held.getinfo(name).external_attr >> 16 for name in held.namelist()}
    sums = content.pop("SHA256SUMS").decode().splitlines()
    assert sums == [f"{sha256(content[name]).hexdigest()}  {name}" for name in content]
    assert content.keys() == {"run.py", "start", f"wheels/{wheel.name}", "BUNDLE"}
    assert content["run.py"].decode() == "print('街道')\n"
    assert modes["safety-map/start"] & 0o111, "what may be run still may"
    beside = made.with_name(f"{made.name}.sha256").read_text(encoding="utf-8")
    assert beside == f"{sha256(made.read_bytes()).hexdigest()}  {made.name}\n"


@pytest.mark.usefixtures("checkout")
def test_the_same_commit_gives_the_same_bytes(tmp_path: Path) -> None:
    write_wheel(tmp_path, "small")
    commit = bundle.last_commit()
    once, again = (
        bundle.write_bundle(commit, "linux-x86_64", tmp_path, tmp_path / folder).read_bytes()
        for folder in ("once", "again")
    )
    assert once == again


@pytest.mark.usefixtures("checkout")
def test_what_is_not_committed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    bundle.last_commit()
    assert "未提交" in capsys.readouterr().out


def test_outside_a_checkout_there_is_nothing_to_bundle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    assert bundle.main([]) == 1
    assert "不是 git 检出" in capsys.readouterr().err


def test_each_platform_gets_what_it_needs(tmp_path: Path, lock: Callable[[str], None]) -> None:
    everywhere = entry(write_wheel(tmp_path, "everywhere"))
    windows = entry(write_wheel(tmp_path, "windows"), "sys_platform == 'win32'")
    old = entry(write_wheel(tmp_path, "old"), "python_full_version < '3.12'")
    lock(everywhere + windows + old)
    assert bundle.requirements_for("linux-aarch64", "3.11") == everywhere + old
    assert bundle.requirements_for("windows-x86_64", "3.13") == everywhere + windows


def test_wheels_of_another_system_are_fetched_by_their_sums(
    tmp_path: Path, lock: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    index, fetched = tmp_path / "index", tmp_path / "fetched"
    index.mkdir()
    fetched.mkdir()
    made = write_wheel(index, "small", "cp312-cp312-win_amd64")
    write_wheel(index, "small", "cp312-cp312-macosx_11_0_arm64")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(index))
    lock(entry(made))
    bundle.fetch_wheels("windows-x86_64", ["3.12"], fetched)
    assert [path.name for path in fetched.iterdir()] == [made.name]
    with pytest.raises(StoppedError, match=r"Python 3\.13"):
        bundle.fetch_wheels("windows-x86_64", ["3.13"], tmp_path)


def test_old_and_new_glibc_are_served() -> None:
    tags = bundle.PLATFORMS["linux-aarch64"].tags
    assert {"manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"} <= {*tags}
    assert "manylinux_2_29_aarch64" not in tags
