import numpy as np

from etl.town.draws import apportion, pick, some


def test_parts_add_up_and_follow_the_weights() -> None:
    assert apportion(100, [1, 1, 2], at_least=5).tolist() == [26, 26, 48]
    assert apportion(10, [1, 1, 1]).tolist() == [4, 3, 3]


def test_nothing_to_split_gives_zeros() -> None:
    assert apportion(0, [3, 1]).tolist() == [0, 0]


def test_some_marks_a_whole_number_of_rows() -> None:
    assert some(0.25, 40, np.random.default_rng(1)).sum() == 10
    assert some(0.5, 0, np.random.default_rng(1)).sum() == 0


def test_pick_keeps_to_the_words() -> None:
    picked = pick({"红": 1, "绿": 3}, 400, np.random.default_rng(1))
    assert set(picked.tolist()) == {"红", "绿"}
    assert 60 < (picked == "红").sum() < 140
