"""Accounts kept by an administrator from the page: each change is in the audit with its result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dashboard.accounts.door import entry_of
from dashboard.accounts.passwords import hash_password, random_password
from geodata.errors import AccountError, RightsError
from geodata.storage.accounts import add_account, change_account, read_account, write_password
from geodata.storage.audit import note
from geodata.storage.sessions import end_session

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.accounts.door import Door
    from geodata.accounts import Account, Session
    from geodata.storage.audit import Act
    from geodata.storage.store import Transaction


@dataclass(frozen=True)
class Keeper:
    """The person of a session, as the one who keeps the accounts.

    Every method raises `RightsError` where they may not, and `AccountError` where what they want
    cannot be.
    """

    door: Door
    session: Session

    def create(self, account: Account) -> str:
        """Create an account and return its first password, which must be changed at sign-in."""
        self._require_right()
        self.door.rights.require_sound(account)
        password = random_password()
        hashed, now = hash_password(password), self.door.clock()
        with self.door.storage.writing() as connection:
            made = add_account(connection, account, now=now)
            write_password(connection, made.number, hashed, must_change=True, now=now)
            self._note(connection, "add_account", made, _told(made))
        return password

    def change(self, account: Account) -> None:
        """Replace an account; its open tabs close at once."""
        self._require_right()
        self.door.rights.require_sound(account)
        self._require_way_back(account)
        with self.door.storage.writing() as connection:
            before = read_account(connection, account.number)
            after = change_account(connection, account, now=self.door.clock())
            details = {"before": _told(before), "after": _told(after)}
            self._note(connection, "change_account", after, details)

    def reset_password(self, account: Account) -> str:
        """Give an account a new password, to be changed at sign-in, and return it."""
        self._require_right()
        password = random_password()
        hashed, now = hash_password(password), self.door.clock()
        with self.door.storage.writing() as connection:
            write_password(connection, account.number, hashed, must_change=True, now=now)
            self._note(connection, "reset_password", account, {})
        return password

    def end(self, session: Session) -> None:
        """End somebody's session."""
        self._require_right()
        with self.door.storage.writing() as connection:
            end_session(connection, session.number, reason="ended", now=self.door.clock())
            self._note(connection, "end_session", session.account, {"session": session.number})

    def _require_right(self) -> None:
        if not self.door.allows(self.session, "manage_accounts"):
            raise RightsError("accounts", "a role that manages them", "Ask the administrator.")

    def _require_way_back(self, account: Account) -> None:
        """Refuse that administrators lock themselves out."""
        own = account.number == self.session.account.number
        still = replace(self.session, account=replace(account, must_change=False))
        if own and not self.door.allows(still, "manage_accounts"):
            raise AccountError(
                f"login {account.login!r}, one's own",
                "an account that still manages the others",
                "Let another administrator do it.",
            )

    def _note(
        self, connection: Transaction, action: Act, account: Account, details: Mapping[str, object]
    ) -> None:
        entry = entry_of(self.session, action, self.door.clock(), f"account/{account.login}")
        note(connection, replace(entry, details=dict(details)))


def _told(account: Account) -> dict[str, object]:
    """Return what the audit keeps of an account."""
    return {
        "role": account.role,
        "areas": sorted(account.areas) if account.areas is not None else None,
        "projects": sorted(account.projects) if account.projects is not None else None,
        "expires_on": account.expires_on.isoformat() if account.expires_on else None,
        "disabled": account.disabled,
    }
