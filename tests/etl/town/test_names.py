import numpy as np

from etl.town.names import credit_codes, id_numbers, numeral, people, phones


def test_numbers_are_written_as_street_signs_do() -> None:
    assert [numeral(n) for n in (1, 10, 11, 20, 34)] == ["一", "十", "十一", "二十", "三十四"]


def test_phones_lie_in_one_unassigned_block() -> None:
    assert all(
        phone.startswith("1990000") and len(phone) == 11
        for phone in phones(50, np.random.default_rng(1))
    )


def test_id_numbers_name_no_real_place_and_have_sound_check_digits() -> None:
    weights = [pow(2, 17 - place, 11) for place in range(17)]
    for number in id_numbers(50, np.random.default_rng(1)):
        assert number.startswith("999999")
        total = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False))
        assert number[-1] == "10X98765432"[total % 11]


def test_credit_codes_differ_and_have_18_characters() -> None:
    codes = credit_codes(400, np.random.default_rng(1))
    assert len(set(codes)) == 400
    assert {len(code) for code in codes} == {18}


def test_names_have_two_or_three_characters() -> None:
    assert {len(name) for name in people(60, np.random.default_rng(1))} == {2, 3}
