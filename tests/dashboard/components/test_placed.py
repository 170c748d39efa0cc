from dataclasses import replace

import numpy as np
import pytest

from dashboard.components.placed import sources_text
from dashboard.components.view import View
from dashboard.texts import Language, read_texts


def test_each_ledger_is_named_with_the_share_of_its_records_on_the_map(view: View) -> None:
    columns = view.model.columns_for("incident", view.viewer)
    placed = columns.placed[view.chosen("incident")]
    share = np.floor(1_000 * np.count_nonzero(placed) / len(placed)) / 10
    assert 0 < share < 100
    text = sources_text(view, ["incident", "school"])
    assert f"事故案件（图上 {share:g} %）" in text
    english = replace(view, texts=read_texts(Language.ENGLISH))
    assert f"({share:g} % on the map)" in sources_text(english, ["incident"])


def test_all_but_a_few_are_not_all(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    columns = view.model.columns_for("rental", view.viewer)
    count = len(columns)

    def told(placed: np.ndarray) -> str:
        held = replace(columns, placed=placed)
        monkeypatch.setattr(type(view.model), "columns_for", lambda *_: held)
        monkeypatch.setattr(type(view), "chosen", lambda *_: np.ones(count, dtype=np.bool_))
        return sources_text(view, ["rental"])

    everywhere = np.ones(count, dtype=columns.placed.dtype)
    assert told(everywhere).endswith("出租屋（全部上图）")
    everywhere[0] = 0
    assert "全部上图" not in told(everywhere)


def test_what_nobody_imported_is_no_source(view: View) -> None:
    assert sources_text(view, ["no_such_layer"]) == ""
