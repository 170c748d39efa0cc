"""What the workbench proposes and does: to whom it is shown, and what is kept of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.components.placing.rows import LEFT, PlacingAsked, next_asked
from dashboard.placing import doing
from dashboard.placing.proposals import Unplaced, unplaced_of
from dashboard.placing.words import score_text, words_of
from dashboard.server.live import Live, open_live
from dashboard.texts import Language
from geodata.accounts import Account, Session
from geodata.storage.audit import read_audit
from geodata.storage.correct import StaleRecordError
from geodata.storage.reads import read_record
from geodata.storage.store import open_storage
from geodata.viewer import OFFICE, Viewer
from tests.dashboard.signing import sign_in
from tests.geodata.making import CATALOGUE, NOW, at, rental, write, write_town

RENTAL = CATALOGUE.by_layer["rental"]
WORDS = words_of(Language.CHINESE)
SEEN = Viewer(areas=frozenset({"nowhere"}), projects=None)


@pytest.fixture
def street(tmp_path: Path) -> Iterator[Live]:
    """Twenty even numbers of a street, 10 m apart, and number 21, which has no position."""
    storage = open_storage(tmp_path, now=NOW)
    write_town(storage)
    placed = [
        rental(f"P{n}", n, address=f"新庄路{n}号", position=at(113.5 + n * 5e-5, 23.1))
        for n in range(2, 42, 2)
        if n != 20
    ]
    write(storage, "rental", [*placed, rental("U", 99, address="新庄路二十号")])
    storage.close()
    live = open_live(tmp_path, clock=lambda: NOW)
    yield live
    live.storage.close()


@pytest.fixture
def clerk(street: Live) -> Session:
    return sign_in(street, Account(0, "chen.li", "陈丽", "clerk"))


def proposed(live: Live, viewer: Viewer = OFFICE) -> list[Unplaced]:
    return unplaced_of(live.storage, live.model(), RENTAL, viewer)


def test_a_proposal_is_accepted_with_method_precision_and_a_line_in_the_audit(
    street: Live, clerk: Session
) -> None:
    (one,) = (each for each in proposed(street) if each.record.address == "新庄路二十号")
    assert one.place is not None
    assert one.place.way == "between_numbers"
    doing.accept(street, clerk, RENTAL, [one], WORDS)
    with street.storage.reading() as connection:
        record = read_record(connection, RENTAL, one.record.key[1])
        entry = read_audit(connection)[0]
    assert record is not None
    assert record["lng"] == pytest.approx(113.501, abs=1e-6)
    assert record["method"] == "address"
    assert (entry.action, entry.object) == ("place", f"rental/{one.record.key[1]}")
    assert "新庄路" not in str(entry.details)
    with pytest.raises(StaleRecordError):
        doing.accept(street, clerk, RENTAL, [one], WORDS)


def test_who_does_not_see_a_record_gets_no_proposal_for_it(street: Live) -> None:
    assert proposed(street)
    assert proposed(street, SEEN) == []


def test_a_clicked_place_is_kept_as_by_hand(street: Live, clerk: Session) -> None:
    one = proposed(street)[0]
    doing.put(street, clerk, RENTAL, one, (113.5005, 23.1001), WORDS)
    with street.storage.reading() as connection:
        record = read_record(connection, RENTAL, one.record.key[1])
    assert record is not None
    assert (record["lng"], record["method"], record["precision_m"]) == (113.5005, "hand", None)


def test_what_is_left_off_is_told_with_its_reason_until_it_is_taken_up(
    street: Live, clerk: Session
) -> None:
    number = proposed(street)[0].record.key[1]
    doing.leave(street, clerk, RENTAL, number, "已拆除")
    assert {one.record.key[1]: one.left for one in proposed(street)}[number] == "已拆除"
    doing.look_again(street, clerk, RENTAL, number)
    assert {one.record.key[1]: one.left for one in proposed(street)}[number] is None


def test_clicks_in_the_list_choose_tab_page_and_row_and_nonsense_chooses_nothing() -> None:
    asked, layers = PlacingAsked(RENTAL, "rental"), [RENTAL]
    assert next_asked(asked, layers, "tab", LEFT).tab == LEFT
    assert next_asked(asked, layers, "page", 50).first == 50
    assert next_asked(asked, layers, "row", "7").chosen == 7
    assert next_asked(asked, layers, "row", "７") == asked
    assert next_asked(asked, layers, "page", "next") == asked


def test_a_score_is_rounded_down_and_none_is_said() -> None:
    assert [score_text(WORDS, score) for score in (0.999, 0.0)] == ["99 %", "未经检验"]


@pytest.mark.parametrize("language", Language)
def test_each_way_has_its_words(language: Language) -> None:
    words = words_of(language)
    assert set(words.group("way")) == set(words.group("about"))
    assert set(words.by_key) == set(WORDS.by_key)
