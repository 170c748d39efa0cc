"""What an office sets about signing in: ``accounts.toml`` of the data folder, all optional."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from geodata.accounts import SessionLimits
from geodata.errors import AccountError

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME: Final = "accounts.toml"

Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]+$", to_lower=True)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sessions(_Part):
    """How long a session lasts: without a sign of the person, and at most."""

    idle_minutes: int = Field(30, ge=1, le=480)
    absolute_hours: int = Field(12, ge=1, le=24)


class Passwords(_Part):
    """After how many days a password must be changed; 0 for never."""

    days: int = Field(0, ge=0, le=3650)


class Network(_Part):
    """Names the server is reached by, and the proxies in front of it whose word is taken.

    Without `hosts`, any name is answered, unless the server listens on this machine only.
    """

    hosts: tuple[Host, ...] = ()
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()


class Policy(_Part):
    """All of it."""

    sessions: Sessions = Sessions()
    passwords: Passwords = Passwords()
    network: Network = Network()

    @property
    def limits(self) -> SessionLimits:
        """How long a session lasts."""
        return SessionLimits(
            timedelta(minutes=self.sessions.idle_minutes),
            timedelta(hours=self.sessions.absolute_hours),
        )


def read_policy(folder: Path) -> Policy:
    """Read what a data folder sets; what it leaves out is as declared here.

    Raises
    ------
    AccountError
        Names the key that is wrong.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return Policy()
    try:
        return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AccountError(f"{path}: {error}", "TOML in UTF-8", "Mend the line.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        found = f"{path}: {key} = {first.get('input')!r}"
        raise AccountError(found, first["msg"], "Mend it, or leave it out.") from error
