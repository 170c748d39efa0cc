"""Signing in by the office's provider: it says who somebody is, we what they may."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from dashboard.accounts.desk import (
    MOST_LOGIN,
    Client,
    Desk,
    Opened,
    Refused,
    sign_in_entry,
)
from dashboard.accounts.oidc import LASTS, Flow, RelyingParty
from geodata.accounts import Account
from geodata.errors import AccountError
from geodata.storage.accounts import add_account, find_credential, forget_password
from geodata.storage.audit import Entry, note
from geodata.storage.keyfile import require_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from dashboard.accounts.policy import Provider
    from geodata.rights import Rights
    from geodata.storage.store import Transaction

BY_PROVIDER: Final = "sign_in_by_provider"
PROVIDER: Final = "provider"
"""Who acts, in the audit, where an account is made because the provider knows somebody."""
SECRET_FILE: Final = "provider.secret"  # noqa: S105 - the name of a file
MOST_NAME: Final = 64

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a provider names: login, name, and the role of whoever has no account yet."""

    login: str
    name: str
    role: str | None


@dataclass(frozen=True)
class ProviderDesk:
    """Where one signs in by the provider."""

    desk: Desk
    party: RelyingParty
    _spent: dict[str, datetime] = field(default_factory=dict, compare=False)
    _lock: Lock = field(default_factory=Lock, compare=False)

    def begin(self, back: str, carried: dict[str, str]) -> tuple[str, str] | Refused:
        """Return the address to go to and the sealed flow for the browser to keep."""
        try:
            return self.party.begin(back, carried)
        except (AccountError, OSError) as error:
            return _refused(error)

    def finish(
        self, flow: Flow | None, answer: Mapping[str, str], client: Client
    ) -> Opened | Refused:
        """Open a session for whom the provider names.

        Parameters
        ----------
        flow
            As the browser kept it; None where it kept none, or for too long.
        answer
            What the provider sent the browser back with: ``state``, and ``code`` or ``error``.
        """
        if flow is None or answer.get("state") != flow.state or not self._is_first(flow):
            return Refused("provider")
        if "code" not in answer:
            return Refused("cancelled")
        try:
            claims = self.party.claims(flow, answer["code"])
        except (AccountError, OSError) as error:
            return _refused(error)
        return self._admit(identity_of(claims, self.party.provider), client)

    def _is_first(self, flow: Flow) -> bool:
        """Say whether an attempt was not finished before, here; its code opens nothing twice."""
        with self._lock:
            now = self.desk.door.clock()
            for state in [s for s, until in self._spent.items() if until <= now]:
                del self._spent[state]
            first = flow.state not in self._spent
            self._spent[flow.state] = flow.began_at + LASTS
            return first

    def _admit(self, identity: Identity, client: Client) -> Opened | Refused:
        """Open a session; a password somebody else made, or that is due, opens nothing after."""
        now = self.desk.door.clock()
        with self.desk.door.storage.writing() as connection:
            known = find_credential(connection, identity.login)
            account = known.account if known else self._newcomer(connection, identity, now)
            if account is None or not self.desk.works(account):
                number = account.number if account else None
                entry = sign_in_entry(client, now, identity.login, BY_PROVIDER, number, "refused")
                note(connection, entry)
                return Refused("unknown")
            if account.must_change:
                forget_password(connection, account.number, now=now)
            return self.desk.open(connection, account.number, client, BY_PROVIDER)

    def _newcomer(
        self, connection: Transaction, identity: Identity, now: datetime
    ) -> Account | None:
        """Make the account of somebody with a declared role; None for everybody else."""
        if identity.role is None:
            return None
        wanted = Account(0, identity.login, identity.name, identity.role)
        try:
            self.desk.door.rights.require_sound(wanted)
        except AccountError:
            return None
        made = add_account(connection, wanted, now=now)
        details = {"role": made.role}
        note(
            connection,
            Entry(now, PROVIDER, "add_account", f"account/{made.login}", details=details),
        )
        return made


def identity_of(claims: Mapping[str, Any], provider: Provider) -> Identity:
    """Return whom the claims of an ID token name."""
    login = str(claims.get(provider.login_claim, "")).strip().lower()[:MOST_LOGIN]
    held = claims.get(provider.roles_claim, ())
    values = [held] if isinstance(held, str) else held if isinstance(held, list) else []
    role = next((role for value, role in provider.roles.items() if value in values), None)
    name = str(claims.get("name") or login).strip()[:MOST_NAME]
    return Identity(login, name, role)


def open_provider_desk(desk: Desk, folder: Path) -> ProviderDesk | None:
    """Return the desk of the provider an office declared; None where it declared none.

    Raises
    ------
    AccountError
        Where what it declared cannot be.
    StorageError
        Where others can read the secret.
    """
    door, provider = desk.door, desk.door.policy.provider
    if provider is None:
        return None
    _require_roles(provider, door.rights)
    ca_file = folder / provider.ca_file if provider.ca_file else None
    if ca_file is not None and not ca_file.is_file():
        raise AccountError(
            f"provider.ca_file = {ca_file}", "a file with certificates", "Put it there."
        )
    secret = _read_secret(folder / SECRET_FILE)
    return ProviderDesk(
        desk, RelyingParty(provider, secret, door.storage.seal, door.clock, ca_file)
    )


def _read_secret(path: Path) -> str | None:
    if not path.exists():
        return None
    require_private(path)
    secret = path.read_text(encoding="utf-8").strip()
    if not secret:
        raise AccountError(f"{path}: empty", "what the provider gave us", "Write it, or remove it.")
    return secret


def _require_roles(provider: Provider, rights: Rights) -> None:
    """Refuse a role that a provider cannot give: what limits it, and who keeps accounts, we say."""
    for value, name in provider.roles.items():
        role = rights.roles.get(name)
        if role is None or role.limited_to or role.outsider or "manage_accounts" in role.may:
            raise AccountError(
                f"provider.roles.{value} = {name!r}",
                "a declared role without limits that does not manage accounts",
                "Let the administrator make the accounts of this role.",
            )


def _refused(error: Exception) -> Refused:
    _log.warning("signing in by the provider: %s", error)
    return Refused("provider" if isinstance(error, AccountError) else "unreachable")
