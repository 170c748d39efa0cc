import pytest
from argon2 import PasswordHasher, extract_parameters

from dashboard.accounts import passwords
from dashboard.accounts.passwords import (
    hash_password,
    is_outdated,
    is_right,
    random_password,
    weakness,
)

NOBODYS = passwords._NOBODYS


def test_only_the_password_is_right() -> None:
    hashed = hash_password("gh7-kestrel-98-onyx")
    assert is_right(hashed, "gh7-kestrel-98-onyx")
    assert not is_right(hashed, "gh7-kestrel-98-onyX")
    assert not is_right(hashed, "")


def test_nothing_is_right_without_a_password() -> None:
    assert not is_right(None, "nobody's")
    assert not is_right("", "x")
    assert not is_right("no hash at all", "x")


def test_nobodys_hash_takes_as_long_as_a_real_one() -> None:
    assert extract_parameters(NOBODYS) == extract_parameters(PasswordHasher().hash("x"))
    assert extract_parameters(NOBODYS).memory_cost == 64 * 1024


def test_full_width_letters_are_the_same_password() -> None:
    assert is_right(hash_password("ｇｈ７－kestrel－98"), "gh7-kestrel-98")


def test_the_same_password_is_stored_differently_each_time() -> None:
    assert hash_password("gh7-kestrel-98") != hash_password("gh7-kestrel-98")


def test_a_hash_made_in_another_way_is_outdated() -> None:
    older = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash("x")
    assert is_outdated(older)
    assert not is_outdated(hash_password("x"))


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "short"),
        ("8f3kq-2mz", "short"),
        ("x" * 201, "long"),
        ("password123", "guessable"),
        ("1234567890", "guessable"),
        ("qwertyuiop", "guessable"),
        ("anquan2026!", "guessable"),
        ("Jiedaoban@2026", "guessable"),
        ("woaini1314520", "guessable"),
        ("chen.li2026", "guessable"),
        ("chenli2026", "guessable"),
        ("13912345678", "guessable"),
        ("gh7-kestrel-98-onyx", None),
        ("黄埔区的榕树今年又开花了", None),
    ],
)
def test_a_password_must_be_long_and_hard_to_guess(password: str, why: str | None) -> None:
    assert weakness(password, known=("chen.li", "陈丽")) == why


def test_random_passwords_are_strong_and_differ() -> None:
    made = {random_password() for _ in range(20)}
    assert len(made) == 20
    assert all(weakness(password) is None for password in made)
