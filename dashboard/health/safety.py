"""Checks of what an office can have set unsafely."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final

from dashboard.health.check import Finding
from dashboard.server.gate.asked import LOOPBACK
from geodata.storage.accounts import read_accounts
from geodata.storage.keyfile import FILE_NAME as KEY_FILE

if TYPE_CHECKING:
    from dashboard.health.check import Site

OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


def transport(site: Site) -> Finding:
    """Whether others on the network can read along."""
    if site.overheard:
        return Finding("bad", "plain")
    if site.host not in LOOPBACK and not site.policy.network.trusted_proxies:
        return Finding("warn", "reachable", {"host": site.host})
    return Finding("ok", "encrypted" if site.policy.network.trusted_proxies else "loopback")


def hosts(site: Site) -> Finding:
    """Whether the server answers to any name, which DNS rebinding needs."""
    if site.host in LOOPBACK or site.policy.network.hosts:
        return Finding("ok", "declared")
    return Finding("warn", "any")


def permissions(site: Site) -> Finding:
    """Whether other accounts of this machine can read the key or write the data."""
    if os.name != "posix":
        return Finding("unknown", "windows")
    if (site.folder / KEY_FILE).stat().st_mode & OTHERS:
        return Finding("bad", "key")
    mode = site.folder.stat().st_mode
    if mode & OTHERS_WRITE:
        return Finding("bad", "writable")
    return Finding("warn", "readable") if mode & stat.S_IROTH else Finding("ok", "private")


def sample(site: Site) -> Finding:
    """Whether invented records are shown."""
    if site.sample:
        return Finding("warn", "invented")
    return Finding("ok", "real")


def accounts(site: Site) -> Finding:
    """Whether there is an administrator, and accounts still have their first password."""
    with site.storage.reading() as connection:
        working = [a for a in read_accounts(connection) if a.works(site.now.date())]
    first = sum(account.must_change for account in working)
    administrators = sum(account.role == "administrator" for account in working)
    values = {"n": len(working), "first": first, "administrators": administrators}
    if not administrators:
        return Finding("bad", "nobody", values)
    return Finding("warn", "first", values) if first else Finding("ok", "fine", values)


def outside(site: Site) -> Finding:
    """Whether anything is asked of other machines: the browser may not, the server by setting."""
    provider = site.policy.provider
    if site.tile_hosts:
        asked = [*site.tile_hosts, *([provider.issuer] if provider else [])]
        return Finding("ok", "declared", {"addresses": ", ".join(asked)})
    if provider is None:
        return Finding("ok", "none")
    return Finding("ok", "provider", {"address": provider.issuer})
