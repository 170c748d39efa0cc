from etl.keys import Keys
from geodata.catalogue import read_catalogue

LAYERS = read_catalogue().by_layer


def test_a_natural_key_joins_its_fields_and_evens_out_width() -> None:
    keys = Keys(LAYERS["incident"])
    assert keys.key_of({"source": "交警", "case_number": "Ａ1 "}, None) == "交警|A1"
    assert keys.key_of({"source": "a|b", "case_number": "c"}, None) == "a||b|c"


def test_the_fallback_key_tells_a_row_without_number() -> None:
    keys = Keys(LAYERS["premises"])
    assert keys.key_of({"code": None, "name": "好店", "address": "1号"}, None) == "好店|1号"


def test_equal_rows_without_key_stay_several_records() -> None:
    keys = Keys(LAYERS["incident"])
    row = {"source": "HK", "case_number": None, "kind": "traffic"}
    given = [keys.key_of(row, (1.0, 2.0)) for _ in range(3)]
    assert [key.rsplit(".", 1)[1] for key in given] == ["1", "2", "3"]
    assert len({key.rsplit(".", 1)[0] for key in given}) == 1


def test_content_keys_do_not_depend_on_order_or_empty_columns() -> None:
    a, b = Keys(LAYERS["ground"]), Keys(LAYERS["ground"])
    first, second = {"kind": "park", "name": "x"}, {"kind": "water"}
    one = {a.key_of(first, None), a.key_of(second, None)}
    other = {b.key_of(second, None), b.key_of({**first, "floors": None}, None)}
    assert one == other


def test_a_key_taken_twice_names_the_row_that_has_it() -> None:
    keys = Keys(LAYERS["rental"])
    assert keys.take("YH-1", 5) is None
    assert keys.take("YH-1", 9) == 5
