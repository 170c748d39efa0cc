from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.accounts.policy import Policy, read_policy
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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[sessions]\nidle_minutes = 0", r"sessions\.idle_minutes = 0"),
        ("[sessions]\nidle = 5", r"sessions\.idle = 5"),
        ("[sessions", "accounts.toml"),
        ('[network]\nhosts = ["a b"]', "network.hosts.0"),
        ('[network]\ntrusted_proxies = ["office"]', "trusted_proxies"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, found: str) -> None:
    (tmp_path / "accounts.toml").write_text(text, encoding="utf-8")
    with pytest.raises(AccountError, match=found):
        read_policy(tmp_path)
