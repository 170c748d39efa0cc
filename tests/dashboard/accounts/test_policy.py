from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.accounts.policy import Policy, read_policy, require_tls
from geodata.errors import AccountError


def test_without_a_file_the_usual_limits_hold(tmp_path: Path) -> None:
    policy = read_policy(tmp_path)
    assert policy == Policy()
    assert policy.limits.idle == timedelta(minutes=30)
    assert policy.limits.absolute == timedelta(hours=12)


def test_an_office_sets_what_it_wants(tmp_path: Path) -> None:
    text = (
        "[sessions]\nidle_minutes = 10\n[passwords]\ndays = 90\n"
        '[network]\nhosts = ["Map.Yonghe"]\ntrusted_proxies = ["10.0.0.0/30"]\n'
    )
    (tmp_path / "accounts.toml").write_text(text, encoding="utf-8")
    policy = read_policy(tmp_path)
    assert policy.limits.idle == timedelta(minutes=10)
    assert policy.passwords.days == 90
    assert policy.network.hosts == ("map.yonghe",)
    assert [str(network) for network in policy.network.trusted_proxies] == ["10.0.0.0/30"]


def test_an_office_names_its_provider(tmp_path: Path) -> None:
    text = (
        '[provider]\nissuer = "https://id.yonghe/realms/office"\nclient_id = "safety-map"\n'
        'name = "统一身份认证"\nlogin_claim = "preferred_username"\nca_file = "office.pem"\n'
        '[provider.roles]\n"安监办" = "clerk"\n'
    )
    (tmp_path / "accounts.toml").write_text(text, encoding="utf-8")
    provider = read_policy(tmp_path).provider
    assert provider
    assert provider.issuer == "https://id.yonghe/realms/office"
    assert provider.always_ask
    assert provider.roles == {"安监办": "clerk"}


@pytest.mark.parametrize(
    "address",
    ["http://id.yonghe", "id.yonghe", "ftp://id.yonghe", "https://", "http://127.1.example"],
)
def test_a_provider_is_reached_by_tls_only(address: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        require_tls(address)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[sessions]\nidle_minutes = 0", r"sessions\.idle_minutes = 0"),
        ("[sessions]\nidle = 5", r"sessions\.idle = 5"),
        ("[sessions", "accounts.toml"),
        ('[provider]\nissuer = "http://id.yonghe"', r"provider\.issuer"),
        ('[provider]\nissuer = "https://id.yonghe"', r"provider\.client_id"),
        ('[network]\nhosts = ["a b"]', "network.hosts.0"),
        ('[network]\ntrusted_proxies = ["office"]', "trusted_proxies"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "accounts.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AccountError, match=found):
        read_policy(tmp_path)
