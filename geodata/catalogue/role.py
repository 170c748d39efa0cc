"""The shape of roles: what the accounts of a role may do, and what they must be limited to."""

from __future__ import annotations

from typing import Final, Literal

from geodata.catalogue.declaration import Declaration, Id, Words

Action = Literal[
    "view_map",
    "view_rows",
    "view_facts",
    "unmask",
    "export_figures",
    "export_rows",
    "view_batches",
    "import",
    "read_rejected",
    "correct",
    "present",
    "manage_accounts",
    "read_audit",
    "self_check",
    "support",
]
"""Everything that can be allowed; what no role names, nobody may.

`view_map` map, counts and indicators · `view_rows` lists of records, masked · `view_facts` the
file of one record, masked · `unmask` one record's personal data, with a reason · `export_figures`
counts as a file · `export_rows` records as a file, masked · `view_batches` what was imported when ·
`import` a ledger · `read_rejected` the raw cells of refused rows · `correct` a record · `present`
the mode that masks for everybody · `manage_accounts` · `read_audit` ·
`self_check` whether the program is well, in short · `support` all of that, and the file for whoever
mends it. Of these `import` and
`read_rejected` are of whole ledgers: an account limited to areas or projects has neither.
"""

Limit = Literal["areas", "projects"]

INSIDE_ONLY: Final[frozenset[Action]] = frozenset(
    {
        "unmask",
        "export_rows",
        "import",
        "read_rejected",
        "correct",
        "manage_accounts",
        "read_audit",
        "self_check",
        "support",
    }
)
"""What no outsider may, whatever is declared."""


class Role(Declaration):
    """What a kind of account may do.

    An account of a role with `limited_to` names the areas or projects it is for, and sees nothing
    until it does. Accounts of an `outsider` end on a day, and personal data is never theirs.
    """

    id: Id
    name: Words
    about: Words
    limited_to: tuple[Limit, ...] = ()
    outsider: bool = False
    may: tuple[Action, ...]
