"""Pages whose records cannot be read do not say that there are none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboard.components.hotspots import page as hotspots
from dashboard.components.schools import page as schools
from dashboard.components.shelters import page as shelters
from dashboard.components.view import View
from dashboard.texts import FOLDER, Language, read_texts


@pytest.mark.parametrize(
    ("why", "layer", "texts"),
    [
        (schools._why, "school", "schools"),
        (shelters._why, "shelter", "shelters"),
        (hotspots._why, "incident", "hotspots"),
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(
    view: View, why: Callable[[View, None], str], layer: str, texts: str
) -> None:
    broken = replace(view, model=replace(view.model, broken={layer: ValueError(layer)}))
    assert why(broken, None) == "unreadable"
    assert why(view, None) != "unreadable"
    for language in Language:
        assert read_texts(language, FOLDER / texts)("wait.unreadable")
