from typing import Any

import numpy as np
import pytest

from dashboard.components.ledgers.anchoring import (
    Anchoring,
    anchors_told,
    candidates_of,
    fit_lines,
    progress_text,
    row_text,
)
from dashboard.components.ledgers.recognised_places import chosen_code
from dashboard.texts import Language, read_texts
from etl.datum.anchors import Anchor, fit_anchors
from geodata.coordinates.crs import from_wgs84, parse_crs

CHINESE = read_texts(Language.CHINESE)
LNG, LAT = np.array([113.55, 113.57, 113.59]), np.array([23.18, 23.22, 23.19])


def found_of(*codes: str) -> dict[str, Any]:
    candidates = [{"code": code, "swapped": False} for code in codes]
    return {"candidates": candidates, "crs": None, "basis": "asked"}


def anchored(found: dict[str, Any], crs: str, *, off: float = 0.0) -> Anchoring:
    """Click three places whose numbers are in a CRS, so many degrees too far north."""
    first, second = from_wgs84(LNG, LAT, parse_crs(crs))
    clicked = {
        (float(x), float(y)): (float(lng), float(lat + off))
        for x, y, lng, lat in zip(first, second, LNG, LAT, strict=True)
    }
    anchors = [Anchor(*numbers, *at) for numbers, at in clicked.items()]
    return Anchoring(clicked, says=fit_anchors(anchors, candidates_of(found)))


def test_three_clicks_take_the_reading_that_fits_and_refuse_the_others() -> None:
    found = found_of("EPSG:4326", "GCJ-02", "BD-09")
    said = anchored(found, "GCJ-02")
    refused = [one.crs.code for one in candidates_of(found) if said.is_refused(one)]
    assert (said.chosen, refused) == ("GCJ-02", ["EPSG:4326", "BD-09"])
    lines = [fit_lines(CHINESE, said.fit_of(one)) for one in candidates_of(found)]
    assert lines[1] == ("与所点位置相差 0、0、0 米：相符",)
    assert all("不符，已排除" in line for line in (*lines[0], *lines[2]))
    assert progress_text(CHINESE, found, said).startswith("3 处只与一种坐标系相符")


def test_what_was_refused_is_not_taken_though_it_was_chosen_before() -> None:
    found = found_of("EPSG:4326", "GCJ-02")
    assert chosen_code(found, "EPSG:4326", "GCJ-02") == "EPSG:4326"
    assert chosen_code(found, "EPSG:4326", "GCJ-02", refused={"EPSG:4326"}) == "GCJ-02"
    assert chosen_code(found, "EPSG:4326", None, refused={"EPSG:4326", "GCJ-02"}) is None


def test_clicks_that_fit_nothing_say_so_and_leave_no_reading() -> None:
    found = found_of("EPSG:4326", "GCJ-02")
    said = anchored(found, "GCJ-02", off=0.02)
    assert said.chosen is None
    assert all(said.is_refused(one) for one in candidates_of(found))
    assert progress_text(CHINESE, found, said).startswith("没有一种坐标系与 3 处都相符")


def test_readings_closer_than_a_click_are_left_to_whoever_sent_the_ledger() -> None:
    found = found_of("EPSG:4547", "EPSG:2383")
    said = anchored(found, "EPSG:4547")
    assert said.chosen is None
    assert "请向报送单位核实" in progress_text(CHINESE, found, said)
    more = found_of("EPSG:4547", "EPSG:2383", "EPSG:32649")
    assert "排除了不符的" in progress_text(CHINESE, more, anchored(more, "EPSG:4547"))


def test_as_long_as_there_are_too_few_nothing_is_refused() -> None:
    found = found_of("EPSG:4326", "GCJ-02")
    one = Anchoring({(113.5, 23.1): (113.5, 23.1)})
    assert (one.chosen, any(map(one.is_refused, candidates_of(found)))) == (None, False)
    assert progress_text(CHINESE, found, one).startswith("已点 1 处，共需 3 处")
    assert progress_text(CHINESE, found, one._replace(asked=(1.0, 2.0))).startswith("请在地图上点")


@pytest.mark.parametrize(("crs", "other"), [("EPSG:4547", "EPSG:4326"), ("EPSG:4326", "EPSG:4547")])
def test_numbers_that_are_far_away_or_no_place_are_refused_in_words(crs: str, other: str) -> None:
    found = found_of(crs, other)
    told = fit_lines(CHINESE, anchored(found, crs).fit_of(candidates_of(found)[1]))
    assert told == ("在很远的地方，或不成位置：不符，已排除",)


@pytest.mark.parametrize(
    ("label", "text"), [("新庄西街12号", "第 7 行 · 新庄西街12号"), ("", "第 7 行")]
)
def test_a_row_is_named_by_its_number_and_what_is_public_of_it(label: str, text: str) -> None:
    assert row_text(CHINESE, {"row": 7, "label": label}) == text


def test_what_a_reading_was_held_against_is_told_for_the_batch() -> None:
    found = found_of("EPSG:4326", "GCJ-02")
    said = anchored(found, "GCJ-02", off=0.0001)
    found["rows_at"] = [
        {"row": n, "first": first, "second": second}
        for n, (first, second) in enumerate(said.clicked, 7)
    ]
    told = anchors_told(found, said, "GCJ-02")
    assert [(one["row"], one["lng"]) for one in told] == [(7, 113.55), (8, 113.57), (9, 113.59)]
    assert [one["off_m"] for one in told] == pytest.approx([11.1] * 3, abs=0.2)
    assert anchors_told(found, Anchoring({}), "GCJ-02") == []
    assert anchors_told(found, said, None) == []
