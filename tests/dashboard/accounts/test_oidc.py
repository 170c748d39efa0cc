"""A provider that is right, wrong, slow, hostile or away."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from dashboard.accounts.by_provider import open_provider_desk
from dashboard.accounts.desk import Opened, Refused
from dashboard.accounts.oidc import LASTS
from geodata.accounts import Account
from geodata.storage.store import Storage
from tests.dashboard.accounts.conftest import Clock
from tests.dashboard.accounts.going import BACK, Making, audited, come_back, go, sign_in
from tests.dashboard.accounts.small_provider import SmallProvider
from tests.geodata.making import NOW


def test_nobody_is_asked_before_the_button_is_pressed(
    opened: Making, provider: SmallProvider
) -> None:
    desk = opened()
    assert provider.asked == []
    desk.begin(BACK, {})
    assert provider.asked == ["/.well-known/openid-configuration"]


def test_the_provider_asks_for_the_password_each_time_unless_told_otherwise(
    opened: Making,
) -> None:
    asking, trusting = opened().begin(BACK, {}), opened(always_ask=False).begin(BACK, {})
    assert isinstance(asking, tuple)
    assert isinstance(trusting, tuple)
    assert "prompt=login" in asking[0]
    assert "prompt" not in trusting[0]


@pytest.mark.usefixtures("chen")
def test_an_answer_to_another_attempt_is_refused(opened: Making, provider: SmallProvider) -> None:
    desk = opened()
    sealed, _ = go(desk, provider)
    _, other = go(desk, provider)
    assert come_back(desk, sealed, other) == Refused("provider")
    assert "/token" not in provider.asked


@pytest.mark.usefixtures("chen")
def test_without_the_flow_of_this_browser_nothing_opens(
    opened: Making, provider: SmallProvider
) -> None:
    desk = opened()
    sealed, answer = go(desk, provider)
    for kept in ("", "gAAAAA", sealed[:-4] + "AAAA", "äöü"):
        assert come_back(desk, kept, answer) == Refused("provider")


@pytest.mark.usefixtures("chen")
def test_an_answer_opens_nothing_twice_even_where_the_provider_would(
    opened: Making, provider: SmallProvider
) -> None:
    provider.repeats = True
    desk = opened()
    sealed, answer = go(desk, provider)
    assert isinstance(come_back(desk, sealed, answer), Opened)
    assert come_back(desk, sealed, answer) == Refused("provider")


@pytest.mark.usefixtures("chen")
def test_a_code_used_up_elsewhere_opens_nothing(opened: Making, provider: SmallProvider) -> None:
    desk = opened()
    sealed, answer = go(desk, provider)
    provider.codes.clear()
    assert come_back(desk, sealed, answer) == Refused("provider")


@pytest.mark.usefixtures("chen")
def test_a_code_of_another_attempt_fails_at_its_verifier(
    opened: Making, provider: SmallProvider
) -> None:
    desk = opened()
    sealed, answer = go(desk, provider)
    _, other = go(desk, provider)
    stolen = {**answer, "code": other["code"]}
    assert come_back(desk, sealed, stolen) == Refused("provider")


@pytest.mark.usefixtures("chen")
def test_whoever_takes_too_long_begins_anew(
    opened: Making, provider: SmallProvider, clock: Clock
) -> None:
    desk = opened()
    sealed, answer = go(desk, provider)
    clock.pass_by(LASTS)
    assert come_back(desk, sealed, answer) == Refused("provider")


SECONDS = int(NOW.timestamp())


@pytest.mark.usefixtures("chen")
@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another attempt"},
        {"nonce": None},
        {"exp": SECONDS - 61},
        {"exp": None},
        {"iat": SECONDS + 3600},
        {"iss": "https://elsewhere.example"},
        {"iss": None},
        {"aud": "another-program"},
        {"aud": None},
        {"aud": ["safety-map", "another-program"], "azp": "another-program"},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    ],
)
def test_a_token_that_is_not_for_this_attempt_is_refused(
    opened: Making, provider: SmallProvider, claims: dict[str, Any], storage: Storage
) -> None:
    provider.claims = claims
    assert sign_in(opened(), provider) == Refused("provider")
    assert audited(storage) == []


@pytest.mark.usefixtures("chen")
def test_a_token_signed_by_somebody_else_is_refused(
    opened: Making, provider: SmallProvider
) -> None:
    provider.signs_with = ECKey.generate_key("P-256", {"kid": "a"})
    assert sign_in(opened(), provider) == Refused("provider")


@pytest.mark.usefixtures("chen")
@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_anybody_could_sign_is_refused(
    opened: Making, provider: SmallProvider, algorithm: str
) -> None:
    provider.forges = algorithm
    assert sign_in(opened(), provider) == Refused("provider")
    assert any(path == "/token" for path in provider.asked)


@pytest.mark.usefixtures("chen")
def test_clocks_may_differ_a_little(opened: Making, provider: SmallProvider) -> None:
    provider.now += timedelta(seconds=50)
    assert isinstance(sign_in(opened(), provider), Opened)


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"jwks_uri": None},
    ],
)
def test_a_configuration_that_is_not_the_declared_one_is_refused(
    opened: Making, provider: SmallProvider, told: dict[str, Any]
) -> None:
    provider.told = told
    assert opened().begin(BACK, {}) == Refused("provider")


def test_a_provider_that_is_away_is_told_apart(opened: Making, provider: SmallProvider) -> None:
    desk = opened(issuer=f"{provider.issuer}/elsewhere")
    assert desk.begin(BACK, {}) == Refused("unreachable")
    assert opened(issuer="http://127.0.0.1:9").begin(BACK, {}) == Refused("unreachable")


def test_a_wrong_secret_is_refused(
    opened: Making, provider: SmallProvider, tmp_path: Path, chen: Account
) -> None:
    assert chen.login == "chen.li"
    desk = opened()
    (tmp_path / "provider.secret").write_text("another", encoding="utf-8")
    wrong = open_provider_desk(desk.desk, tmp_path)
    assert wrong
    assert sign_in(wrong, provider) == Refused("provider")
