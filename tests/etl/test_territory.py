import pytest
import shapely

from etl.sheets import BAD_SHAPE, Block, Cell, Sheet
from etl.territory import cut_to, digest_of, territory

LEFT, RIGHT = shapely.box(113.50, 23.10, 113.55, 23.20), shapely.box(113.55, 23.10, 113.60, 23.20)
OUTLINES = {"a": shapely.to_wkb(LEFT), "b": shapely.to_wkb(RIGHT), "c": None}
AREA = shapely.box(0, 0, 10, 10)


def cut(kind: str, headings: list[Cell], *features: tuple[shapely.Geometry | None, Cell]) -> Block:
    """Cut features, each with one cell, and return what is left."""
    shapes: list[Cell] = [
        BAD_SHAPE if shape is None else shapely.to_wkb(shape, hex=True) for shape, _ in features
    ]
    rows: list[list[Cell]] = [[cell] for _, cell in features]
    parts: list[Sheet | Block] = [
        Sheet("x", kind),
        Block(0, [headings], [None]),
        Block(1, rows, shapes),
    ]
    sheet, heads, *left = cut_to(parts, AREA)
    assert [sheet, heads] == parts[:2]
    assert isinstance(left[0], Block)
    return left[0]


def shape_of(block: Block, row: int) -> shapely.Geometry:
    assert block.shapes is not None
    return shapely.from_wkb(str(block.shapes[row]))


def test_a_territory_is_the_outline_and_some_beyond_but_nothing_of_a_neighbour() -> None:
    shown = territory(OUTLINES, "a", 1_000)
    assert shown is not None
    west, _, _, north = shapely.bounds(shown).tolist()
    assert (113.50 - west) * 102_400 == pytest.approx(1_000, abs=5)  # metres in a degree at 23.15°N
    assert (north - 23.20) * 110_750 == pytest.approx(1_000, abs=5)
    assert shapely.area(shapely.intersection(shown, RIGHT)) == pytest.approx(0, abs=1e-12)
    assert shapely.covers(shapely.buffer(shown, 1e-9), LEFT)
    assert territory(OUTLINES, "c", 1_000) is None
    assert digest_of(shown) != digest_of(LEFT)


def test_lines_are_cut_at_the_edge_and_stay_whole_within() -> None:
    within, across = shapely.LineString([(1, 1), (2, 2)]), shapely.LineString([(5, 5), (15, 5)])
    outside, touching = (
        shapely.LineString([(11, 0), (12, 0)]),
        shapely.LineString([(10, 5), (12, 5)]),
    )
    left = cut("line", ["name"], (within, "a"), (across, "b"), (outside, "c"), (touching, "d"))
    assert (left.first, left.rows) == (1, [["a"], ["b"]])
    assert shapely.equals(shape_of(left, 0), within)
    assert shapely.equals(shape_of(left, 1), shapely.LineString([(5, 5), (10, 5)]))


def test_a_line_that_leaves_and_comes_back_is_of_two_pieces() -> None:
    away = shapely.LineString([(5, 9), (5, 12), (6, 12), (6, 9)])
    assert shapely.get_num_geometries(shape_of(cut("line", ["name"], (away, "a")), 0)) == 2


def test_land_is_cut_and_a_building_stands_whole_where_its_inner_point_is() -> None:
    across, mostly_out = shapely.box(8, 8, 11, 9), shapely.box(9.5, 1, 12, 2)
    left = cut(
        "polygon", ["kind"], (across, "water"), (across, "building"), (mostly_out, "building")
    )
    assert left.rows == [["water"], ["building"]]
    assert shapely.equals(shape_of(left, 0), shapely.box(8, 8, 10, 9))
    assert shapely.equals(shape_of(left, 1), across)


def test_land_that_crosses_itself_is_cut_all_the_same_and_a_broken_one_left_out() -> None:
    bow = shapely.Polygon([(8, 1), (12, 3), (12, 1), (8, 3)])
    left = cut("polygon", ["kind"], (bow, "park"), (None, "park"))
    assert left.rows == [["park"]]
    assert shapely.covers(AREA, shape_of(left, 0))


def test_rows_are_counted_on_over_blocks() -> None:
    inside = shapely.to_wkb(shapely.Point(1, 1).buffer(0.1), hex=True)
    outside = shapely.to_wkb(shapely.Point(50, 1).buffer(0.1), hex=True)
    blocks = [Block(1, [["a"], ["b"]], [inside, outside]), Block(3, [["c"]], [inside])]
    parts = cut_to([Sheet("x", "polygon"), Block(0, [["kind"]], [None]), *blocks], AREA)
    assert [(p.first, p.rows) for p in parts if isinstance(p, Block)][1:] == [
        *((1, [["a"]]), (2, [["c"]])),
    ]
