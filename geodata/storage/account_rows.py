"""An account as a row of its table, and back."""

from typing import Any, Final

from sqlalchemy import Row

from geodata.accounts import Account

PLAIN: Final = ("login", "name", "role", "expires_on", "disabled", "must_change")
LIMITS: Final = ("areas", "projects")


def to_account(row: Row[Any]) -> Account:
    """Return the account in a row that has all columns of `users` by their own names."""
    named = {name: getattr(row, name) for name in LIMITS}
    limits: dict[str, Any] = {
        name: None if codes is None else frozenset(codes) for name, codes in named.items()
    }
    plain: dict[str, Any] = {name: getattr(row, name) for name in PLAIN}
    has_password = row.password_hash is not None
    return Account(number=row.id, version=row.version, has_password=has_password, **plain, **limits)


def to_values(account: Account) -> dict[str, Any]:
    """Return what is written of an account; number and version are the database's own."""
    named = {name: getattr(account, name) for name in LIMITS}
    limits = {name: None if codes is None else sorted(codes) for name, codes in named.items()}
    return {name: getattr(account, name) for name in PLAIN} | limits
