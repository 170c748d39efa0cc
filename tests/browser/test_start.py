from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server

pytestmark = pytest.mark.browser


def test_the_sample_town_opens_and_says_that_it_is_a_sample(
    serve: Callable[[Path], Server], sample_town: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    page.goto(serve(sample_town).url)
    expect(page.get_by_text("示例数据").first).to_be_visible(timeout=30_000)
    shot("start-sample")


def test_an_own_town_opens_without_the_mark_of_the_sample(
    serve: Callable[[Path], Server], awkward_folder: Path, page: Page, shot: Callable[[str], Path]
) -> None:
    page.goto(serve(awkward_folder).url)
    expect(page.get_by_text("个人信息已遮蔽").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("示例数据")).to_have_count(0)
    shot("start-own")
