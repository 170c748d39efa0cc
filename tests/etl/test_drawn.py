from dataclasses import replace

import pytest
import shapely

from etl.drawn import DrawnArea, next_code, publish_drawn, require_area
from etl.undoing import undo_batch
from geodata.areas import AreaTree
from geodata.build import build_read_model
from geodata.catalogue import read_catalogue
from geodata.errors import LedgerError
from geodata.records import Published
from geodata.storage.audit import Entry
from geodata.storage.reads import StoredRecord, read_record
from geodata.storage.store import Storage
from tests.geodata.making import NOW, at, rental, write

CATALOGUE = read_catalogue()
DISTRICT, COMMUNITY, GROUP = (CATALOGUE.by_layer[i] for i in ("district", "community", "group"))
RING = ((113.50, 23.10), (113.52, 23.10), (113.52, 23.12), (113.50, 23.12))
BOW = (RING[0], RING[2], RING[1], RING[3])
STREET = DrawnArea("440112015", "永和街道", corners=RING)
VILLAGE = DrawnArea("440112015-1", "新庄社区", "440112015", RING[:3])


def tree_of(storage: Storage) -> AreaTree:
    return build_read_model(storage, CATALOGUE).areas


def save(storage: Storage, *areas: DrawnArea) -> Published:
    """Save areas, each in the one before; what is told is of the last."""
    return [_save(storage, area) for area in areas][-1]


def _save(storage: Storage, area: DrawnArea) -> Published:
    layer = COMMUNITY if area.parent else DISTRICT
    require_area(area, layer, tree_of(storage))
    with storage.writing() as connection:
        return publish_drawn(connection, area, layer, file_name="手工绘制", now=NOW)


def stored(storage: Storage, number: int = 1) -> StoredRecord:
    with storage.reading() as connection:
        found = read_record(connection, COMMUNITY, number)
    assert found is not None
    return found


def test_a_drawn_area_is_a_record_whose_outline_says_that_it_was_drawn(storage: Storage) -> None:
    assert save(storage, STREET, VILLAGE).counts.new == 1
    found = stored(storage, 2)
    assert (found["name"], found["parent"], found["method"]) == ("新庄社区", "440112015", "drawn")
    outline = shapely.from_wkb(found["geometry"])
    assert shapely.equals(outline, shapely.Polygon(VILLAGE.corners))
    assert shapely.contains_xy(outline, found["lng"], found["lat"])
    assert found["district"] == "440112015"


def test_what_stands_in_it_is_counted_in_it_from_then_on(storage: Storage) -> None:
    write(storage, "rental", [rental("R-1", position=at(113.515, 23.105)), rental("R-2")])
    save(storage, STREET, VILLAGE)
    model = build_read_model(storage, CATALOGUE)
    village = model.areas.index_of[VILLAGE.code]
    assert (model.columns["rental"].areas == village).tolist() == [True, False]


def test_an_area_without_outline_is_counted_by_what_is_written(storage: Storage) -> None:
    write(storage, "rental", [rental("R-1", position=at(113.501, 23.119), community="新庄")])
    save(storage, STREET, replace(VILLAGE, corners=()))
    model = build_read_model(storage, CATALOGUE)
    assert model.columns["rental"].areas.tolist() == [model.areas.index_of[VILLAGE.code]]
    assert len(model.shapes["community"]) == 0


def test_a_new_name_leaves_the_outline_and_the_same_again_changes_nothing(storage: Storage) -> None:
    save(storage, STREET, VILLAGE)
    renamed = replace(VILLAGE, name="新庄", corners=())
    assert save(storage, renamed).counts.changed == 1
    assert (stored(storage, 2)["name"], stored(storage, 2)["method"]) == ("新庄", "drawn")
    assert save(storage, renamed).repeated


def test_it_is_undone_like_an_import(storage: Storage) -> None:
    batch = save(storage, STREET, VILLAGE).batch
    assert VILLAGE.code in tree_of(storage)
    undo_batch(storage, CATALOGUE, batch, Entry(NOW, "chen.li", "undo", f"batch/{batch}"))
    assert VILLAGE.code not in tree_of(storage)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"name": ""}, "没有名称"),
        ({"name": "新" * 41}, "名称太长"),
        ({"name": "新\n庄"}, "没有名称"),
        ({"code": "A B"}, "“A B”"),
        ({"code": "440112015"}, "永和街道"),
        ({"parent": "440112016"}, "没有上级"),
        ({"parent": None}, "没有上级"),
        ({"corners": BOW}, "自己相交"),
    ],
)
def test_an_area_nothing_could_be_counted_in_is_refused(
    storage: Storage, change: dict[str, object], why: str
) -> None:
    save(storage, STREET)
    with pytest.raises(LedgerError, match=why):
        require_area(replace(VILLAGE, **change), COMMUNITY, tree_of(storage))  # type: ignore[arg-type]


def test_an_area_stands_in_the_level_right_above_it(storage: Storage) -> None:
    save(storage, STREET, VILLAGE)
    group = DrawnArea("440112015-1-1", "第一组", VILLAGE.code)
    require_area(group, GROUP, tree_of(storage))
    with pytest.raises(LedgerError, match="没有上级"):
        require_area(replace(group, parent=STREET.code), GROUP, tree_of(storage))


def test_numbers_given_here_are_free_and_never_official_ones(storage: Storage) -> None:
    save(storage, STREET, VILLAGE)
    assert next_code(tree_of(storage), STREET.code) == "440112015-2"
    assert next_code(tree_of(storage), VILLAGE.code) == "440112015-1-1"
    assert next_code(tree_of(storage), None) == ""
