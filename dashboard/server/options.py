"""Streamlit's options, passed in code so that no file of the user's home decides them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dashboard.server.gate.asked import LOOPBACK
from dashboard.server.gate.gate import SESSION, USER
from dashboard.server.theme import theme_options

if TYPE_CHECKING:
    from collections.abc import Collection

    from dashboard.accounts.policy import Policy

MOST_UPLOAD_MB: Final = 50
REMEMBERED_S: Final = 60
"""So long a tab that lost its connection finds its page as it was."""

NEVER_BYTES: Final = 1e15
"""More than any message has."""

EVERY_ADDRESS: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - only recognised here


def known_hosts(host: str, policy: Policy) -> frozenset[str] | None:
    """Return the names we may be asked by; None for any.

    On the loopback addresses, or with hosts declared by the office, only requests that name one of
    ours are answered, which ends DNS rebinding; else names of an office network are not known.
    """
    declared = frozenset(policy.network.hosts)
    if host in LOOPBACK:
        return LOOPBACK | declared
    return LOOPBACK | declared | {host} - EVERY_ADDRESS if declared else None


def to_options(host: str, port: int, *, hosts: Collection[str] | None) -> dict[str, object]:
    """Return every option we set, by its dotted name.

    Parameters
    ----------
    host
        Address to listen on.
    port
        TCP port.
    hosts
        Names we may be asked by; None for any.
    """
    return {
        "server.address": host,
        "server.port": port,
        "server.headless": True,
        "server.allowedHosts": sorted(hosts or ()),
        # What the gate tells: a Streamlit session is resumed only by whoever began it.
        "server.trustedUserHeaders": {USER: "login", SESSION: "session"},
        "server.maxUploadSize": MOST_UPLOAD_MB,
        "server.maxMessageSize": MOST_UPLOAD_MB,
        "server.enableStaticServing": False,
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.fileWatcherType": "none",  # the watcher doubles the CPU of a rerun
        "server.disconnectedSessionTTL": REMEMBERED_S,
        "server.enableAgentApi": False,
        "runner.magicEnabled": False,
        # A full collection after every run costs more than the run (80 ms with a town in memory).
        "runner.postScriptGC": False,
        "client.allowedOrigins": [],
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "browser.gatherUsageStats": False,
        "browser.serverAddress": "localhost" if host in LOOPBACK else host,
        "global.suppressDeprecationWarnings": True,
        # A browser in a hurry forgets messages that the server then only refers to, and ends the
        # connection for good: each is sent whole.
        "global.minCachedMessageSize": NEVER_BYTES,
        "logger.hideWelcomeMessage": True,
        "logger.level": "warning",  # below it addresses are told, with all that stands in them
        "logger.enableRich": False,
        **theme_options(),
    }
