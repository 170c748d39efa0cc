"""Who may do what, and who sees which areas and projects. What is not allowed is denied.

The one module that decides it. A viewer is the answer about records; `geodata.columns.scoped`
leaves what it sees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from geodata.errors import AccountError, RightsError
from geodata.viewer import Viewer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from geodata.accounts import Account
    from geodata.catalogue.role import Action, Limit, Role

LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}", re.ASCII)
MASKED_FOR_ALL: Final[frozenset[Action]] = frozenset({"unmask", "read_rejected"})
"""What shows personal data, and therefore nobody may while presenting."""
OF_WHOLE_LEDGERS: Final[frozenset[Action]] = frozenset({"import", "read_rejected"})
"""What concerns all rows of a ledger, wherever they lie: nobody may who sees only a part."""
NOTHING: Final = Viewer(frozenset(), frozenset())
"""The viewer of whoever may see no record."""


@dataclass(frozen=True)
class Rights:
    """The declared roles, asked.

    Parameters
    ----------
    roles
        By id.
    """

    roles: dict[str, Role]

    def allows(
        self, account: Account | None, action: Action, *, on: date, presenting: bool = False
    ) -> bool:
        """Say whether an account may do something at all; to which records, its viewer says.

        Parameters
        ----------
        account
            None for nobody.
        on
            The local day.
        presenting
            Whether the person's screen is shown to others.
        """
        if account is None or account.must_change or not account.works(on):
            return False
        if presenting and action in MASKED_FOR_ALL:
            return False
        if action in OF_WHOLE_LEDGERS and (account.areas, account.projects) != (None, None):
            return False
        role = self.roles.get(account.role)
        return role is not None and action in role.may

    def viewer(self, account: Account | None, *, on: date) -> Viewer:
        """Return what an account sees: always masked, and no more than its role and limits give."""
        if account is None or not self.allows(account, "view_map", on=on):
            return NOTHING
        return Viewer(self._limit(account, "areas"), self._limit(account, "projects"))

    def unmasked(
        self, account: Account | None, reason: str, *, on: date, presenting: bool = False
    ) -> Viewer:
        """Return the viewer of one look at one record's personal data.

        The caller notes it in the audit before anything is shown.

        Raises
        ------
        RightsError
            Where the account may not, or no reason is given.
        """
        if account is None or not self.allows(account, "unmask", on=on, presenting=presenting):
            raise RightsError(
                "personal data asked for", "a role that may unmask", "Ask the office clerk."
            )
        if not reason.strip():
            raise RightsError("no reason", "why it is needed", "Write the reason.")
        return replace(self.viewer(account, on=on), masked=False)

    def require_sound(self, account: Account) -> None:
        """Refuse an account that its role does not allow to be as it is.

        Raises
        ------
        AccountError
            Names what is wrong and what would be right.
        """
        if not LOGIN.fullmatch(account.login):
            raise AccountError(
                f"login {account.login!r}",
                "2 to 32 of a–z, 0–9, '.', '-' and '_', a letter or digit first",
                "Choose another login.",
            )
        role = self.roles.get(account.role)
        if role is None:
            raise AccountError(
                f"role {account.role!r}", f"one of {', '.join(self.roles)}", "Choose one of them."
            )
        for limit in role.limited_to:
            if not getattr(account, limit):
                raise AccountError(
                    f"{role.id} without {limit}", f"at least one of its {limit}", "Name them."
                )
        if role.outsider and account.expires_on is None:
            raise AccountError(f"{role.id} without an end", "a last day", "Name the last day.")

    def _limit(self, account: Account, limit: Limit) -> frozenset[str] | None:
        named: frozenset[str] | None = getattr(account, limit)
        must = limit in self.roles[account.role].limited_to
        return frozenset() if named is None and must else named


def rights_of(roles: Iterable[Role]) -> Rights:
    """Return the rights that roles give."""
    return Rights({role.id: role for role in roles})
