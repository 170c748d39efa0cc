"""What is installed, and into what."""

import ensurepip
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest

from deploy import libraries
from deploy.steps import StoppedError
from tests.deploy.together import both
from tests.deploy.wheels import entry, write_wheel

WHERE_PIP_LIES = (Path(ensurepip.__file__).parent / "_bundled", "/usr/share/python-wheels")
"""As Python ships it; as Debian does."""


def test_an_old_python_is_told_what_is_needed() -> None:
    with pytest.raises(StoppedError, match=r"3\.11.*现在是 3\.9"):
        libraries.require_python((3, 9))


def test_a_bundle_of_another_system_is_said_to_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "WHEELS", tmp_path)
    (tmp_path / "numpy-2.0-cp312-cp312-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl").touch()
    libraries.require_wheels((3, 12), "x86_64")
    with pytest.raises(StoppedError, match=r"cp313、x86_64"):
        libraries.require_wheels((3, 13), "x86_64")
    with pytest.raises(StoppedError, match=r"cp312、AMD64"):
        libraries.require_wheels((3, 12), "AMD64")


@pytest.fixture
def unpacked(awkward_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of an unpacked bundle whose only library is tiny; pip is this Python's own."""
    wheels = awkward_folder / "wheels"
    wheels.mkdir()
    monkeypatch.setattr(libraries, "WHEELS", wheels)
    monkeypatch.setattr(libraries, "require_wheels", lambda: None)
    monkeypatch.setenv("SAFETY_MAP_VENV", str(awkward_folder / "venv"))
    bundled = next(Path(path).glob("pip-*.whl") for path in WHERE_PIP_LIES if Path(path).is_dir())
    shutil.copy(next(bundled), wheels)
    lock = awkward_folder / "requirements.lock"
    lock.write_text(entry(write_wheel(wheels, "small")), encoding="utf-8")
    return awkward_folder


def test_a_bundle_installs_its_own_wheels_with_its_own_pip(unpacked: Path) -> None:
    libraries.install(unpacked / "requirements.lock")
    told = subprocess.run(
        [libraries.venv_python(), "-c", "import small; print(small.__file__)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.startswith(str(unpacked / "venv"))


def test_of_two_first_starts_at_once_one_installs_and_the_other_waits(
    unpacked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = both(monkeypatch, libraries, "make_venv")
    made.run(lambda: libraries.install(unpacked / "requirements.lock"))
    assert made.times == 1
    assert libraries.is_installed(unpacked / "requirements.lock")


def test_a_wheel_that_was_changed_is_refused(unpacked: Path) -> None:
    with ZipFile(next((unpacked / "wheels").glob("small-*.whl")), "a") as held:
        held.writestr("more.py", "")
    with pytest.raises(StoppedError, match="没有完成"):
        libraries.install(unpacked / "requirements.lock")
    assert not (unpacked / "venv" / "requirements.lock.sha256").exists()
