"""What docs/https.md and the sample it points at tell an office to write does what it says."""

import re
from pathlib import Path

from dashboard.accounts.policy import FILE_NAME, read_policy
from dashboard.server.gate.asked import is_known_host, read_asked
from dashboard.server.options import known_hosts
from geodata.settings import CHECKOUT

TEXT = (CHECKOUT / "docs" / "https.md").read_text("utf-8")
NGINX = (CHECKOUT / "deploy" / "proxy" / "nginx.conf").read_text("utf-8")


def declared() -> str:
    found = re.search(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    assert found
    return found[1]


def test_requests_through_the_proxy_of_the_guide_are_known_and_come_by_tls(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(declared(), "utf-8")
    policy = read_policy(tmp_path)
    host = re.search(r"server_name (\S+);", NGINX)
    assert host
    sent = dict(re.findall(r"proxy_set_header (\S+) (\S+);", NGINX))
    values = {**sent, "Host": host[1], "X-Forwarded-For": "192.0.2.7"}
    headers = [(name.lower().encode(), value.encode()) for name, value in values.items()]
    scope = {"type": "http", "method": "GET", "path": "/", "client": ("127.0.0.1", 0)}
    asked = read_asked({**scope, "headers": headers}, policy.network.trusted_proxies)
    assert asked.secure
    assert asked.address == "192.0.2.7"
    assert is_known_host(asked, known_hosts("127.0.0.1", policy))
