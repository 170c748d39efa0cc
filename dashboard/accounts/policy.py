"""What an office sets about signing in: ``accounts.toml`` of the data folder, all optional."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from dashboard.settings_file import UnfitError, in_words, read_settings_file
from geodata.accounts import SessionLimits
from geodata.errors import AccountError

FILE_NAME: Final = "accounts.toml"

Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:-]+$", to_lower=True)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]


def require_tls(address: str) -> str:
    """Return an address that nobody between here and there can read.

    Raises
    ------
    ValueError
        Where it is neither https nor on this machine.
    """
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return address
    if parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}:
        return address
    raise ValueError("an address that begins with https://")


Address = Annotated[str, AfterValidator(require_tls)]


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


class Provider(_Part):
    """The office's own OpenID provider, whose word on who somebody is we take.

    Parameters
    ----------
    issuer
        As the provider writes it; its configuration is read from below it.
    client_id
        Our name at the provider. A secret, where it gave us one, is in a file of its own.
    name
        What its button on the sign-in page says.
    login_claim
        The claim of the ID token that is the login. The provider must never give a login of one
        person to another one (OpenID Connect Core 1.0, 5.7); only the office knows for which
        claim that holds.
    always_ask
        Ask for the password each time, since office computers are shared; otherwise whoever sits
        down after somebody signs in as them.
    ca_file
        Certificates by which the provider is known, where an authority of the office's made them;
        a relative path is below the data folder.
    roles_claim, roles
        Values of a claim, and the role somebody with it gets who has no account yet. Without,
        only those sign in whose account the administrator made.
    """

    issuer: Address
    client_id: Words
    name: Words
    login_claim: Words
    always_ask: bool = True
    ca_file: Path | None = None
    roles_claim: Words = "groups"
    roles: dict[Words, Words] = Field(default_factory=dict)


class Policy(_Part):
    """All of it."""

    sessions: Sessions = Sessions()
    passwords: Passwords = Passwords()
    network: Network = Network()
    provider: Provider | None = None

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
    try:
        return read_settings_file(path, Policy)
    except UnfitError as error:
        found = f"{path}: {error.found}"
        if error.expected is None:
            raise AccountError(found, in_words("toml"), in_words("mend_line")) from error
        raise AccountError(found, error.expected, in_words("mend")) from error
