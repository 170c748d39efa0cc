"""A small town, opened as the dashboard opens one."""

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dashboard.components.view import View
from dashboard.server.live import Live, open_live
from dashboard.texts import Language, read_texts
from geodata.accounts import Account, Session
from geodata.catalogue.role import Action
from geodata.selection import default_selection
from tests.dashboard.signing import sign_in
from tests.dashboard.small_town import YEAR, write_small_town
from tests.geodata.making import NOW


@pytest.fixture(autouse=True)
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit takes the place of ``__main__``: a process started later would run its page."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def town_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small town; to be copied by whoever changes it."""
    folder = tmp_path_factory.mktemp("town") / "数 据"
    write_small_town(folder)
    return folder


@pytest.fixture
def live(town_folder: Path, tmp_path: Path) -> Iterator[Live]:
    """A copy of the town, opened for this process."""
    folder = shutil.copytree(town_folder, tmp_path / "数 据")
    opened = open_live(folder, clock=lambda: NOW)
    yield opened
    opened.storage.close()


@pytest.fixture
def session(live: Live) -> Session:
    """A clerk of the office, signed in."""
    return sign_in(live, Account(0, "chen.li", "陈丽", "clerk"))


@pytest.fixture
def without(live: Live, monkeypatch: pytest.MonkeyPatch) -> Callable[[Action], None]:
    """Let the clerk's role be declared without a right, as an office may."""
    roles = live.door.rights.roles

    def take(action: Action) -> None:
        role = roles["clerk"]
        may = tuple(one for one in role.may if one != action)
        monkeypatch.setitem(roles, "clerk", role.model_copy(update={"may": may}))

    return take


@pytest.fixture
def view(live: Live, session: Session) -> View:
    """The whole of 2025, seen by the office in Chinese."""
    model = live.model()
    selection = default_selection(model.catalogue, YEAR)
    texts = read_texts(Language.CHINESE)
    return View(live, model, texts, selection, session, live.today())
