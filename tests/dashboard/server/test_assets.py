from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp

from dashboard.server.assets import AssetFolder, declare_types
from tests.dashboard.asking import ask


@pytest.fixture
def folder(tmp_path: Path) -> AssetFolder:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "page.js").write_text("export const a = 1;", encoding="utf-8")
    (tmp_path / "picture.svg").write_text("<svg/>", encoding="utf-8")
    return AssetFolder("page", tmp_path)


@pytest.fixture
def app(folder: AssetFolder) -> ASGIApp:
    declare_types()
    return Starlette(routes=[folder.mount()])


def test_files_are_served_for_ever(app: ASGIApp, folder: AssetFolder) -> None:
    answer = ask(app, f"{folder.prefix}/own/page.js")
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("name", "kind"), [("own/page.js", "text/javascript"), ("picture.svg", "image/svg+xml")]
)
def test_each_kind_of_file_is_called_what_it_is(
    app: ASGIApp, folder: AssetFolder, name: str, kind: str
) -> None:
    answer = ask(app, f"{folder.prefix}/{name}")
    assert answer.headers["content-type"].split(";")[0] == kind


def test_another_content_has_another_address(folder: AssetFolder) -> None:
    before = folder.prefix
    (folder.folder / "own" / "page.js").write_text("export const a = 2;", encoding="utf-8")
    assert AssetFolder("page", folder.folder).prefix != before


def test_nothing_outside_the_folder_is_served(app: ASGIApp, folder: AssetFolder) -> None:
    (folder.folder.parent / "secret.txt").write_text("secret", encoding="utf-8")
    assert ask(app, f"{folder.prefix}/../secret.txt").status_code == 404
    assert ask(app, f"{folder.prefix}/%2e%2e/secret.txt").status_code == 404
