"""OpenID Connect, as the party that relies on a provider: authorization code with PKCE.

OpenID Connect Core 1.0, section 3.1; RFC 7636; RFC 9700. Nothing of an attempt is kept here: what
must be remembered until the person comes back travels sealed in a cookie of their browser. Nothing
is asked of the provider before somebody presses its button.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from dashboard.accounts.policy import Address
from geodata.errors import AccountError, StorageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from authlib.integrations.requests_client import OAuth2Session
    from joserfc.jwk import KeySetSerialization

    from dashboard.accounts.policy import Provider
    from geodata.storage.sealed import Seal

LASTS: Final = timedelta(minutes=10)
"""How long the person may take at the provider."""
LEEWAY_S: Final = 60
"""How far the provider's clock may be from ours."""
TIMEOUT_S: Final = 5
CONFIGURATION: Final = "/.well-known/openid-configuration"
ALGORITHMS: Final = tuple(
    f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512)
)
"""Of signatures only the provider can make; never one made with a secret we share, nor none."""


class Flow(BaseModel):
    """One attempt to sign in, from the button to the way back.

    Parameters
    ----------
    state, nonce, verifier
        Random; they bind the answer, the token and the code to the browser that began.
    back
        Address the provider sends the browser to.
    carried
        What the sign-in page wants to know again.
    """

    model_config = ConfigDict(frozen=True)

    state: str
    nonce: str
    verifier: str
    back: str
    began_at: datetime
    carried: dict[str, str]


class Configuration(BaseModel):
    """What a provider tells of itself (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization_endpoint: Address
    token_endpoint: Address
    jwks_uri: Address


@dataclass(frozen=True)
class RelyingParty:
    """Us, as the provider knows us.

    Parameters
    ----------
    secret
        What the provider gave us to show; None where PKCE alone is asked for.
    seal
        Closes what the browser keeps.
    ca_file
        Certificates to know the provider by; None for the usual ones.
    """

    provider: Provider
    secret: str | None
    seal: Seal
    clock: Callable[[], datetime]
    ca_file: Path | None = None

    def begin(self, back: str, carried: dict[str, str]) -> tuple[str, str]:
        """Return the provider's address to go to, and the sealed flow for the browser to keep.

        Raises
        ------
        OSError
            Where the provider does not answer as one does.
        AccountError
            Where it is not the provider declared.
        """
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        flow = Flow(
            state=state,
            nonce=nonce,
            verifier=verifier,
            back=back,
            began_at=self.clock(),
            carried=carried,
        )
        with self._session(back) as session:
            more = {"prompt": "login"} if self.provider.always_ask else {}
            address, _ = session.create_authorization_url(
                self._configuration(session).authorization_endpoint,
                state=state,
                nonce=nonce,
                code_verifier=verifier,
                **more,
            )
        return address, self.seal.close(flow.model_dump_json().encode()).decode("ascii")

    def read_flow(self, sealed: str) -> Flow | None:
        """Return the flow a browser kept; None where it is none of ours, or took too long."""
        try:
            flow = Flow.model_validate_json(self.seal.open(sealed.encode()))
        except (StorageError, ValidationError):
            return None
        return flow if flow.began_at <= self.clock() < flow.began_at + LASTS else None

    def claims(self, flow: Flow, code: str) -> dict[str, Any]:
        """Exchange a code for an ID token and return its claims, each of them checked.

        Raises
        ------
        OSError
            Where the provider does not answer as one does.
        AccountError
            Where it refuses the code, or its token is not for this attempt.
        """
        from authlib.integrations.base_client import OAuthError  # noqa: PLC0415 - see _session
        from joserfc.errors import JoseError  # noqa: PLC0415

        with self._session(flow.back) as session:
            told = self._configuration(session)
            try:
                token = session.fetch_token(
                    told.token_endpoint,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=flow.verifier,
                    allow_redirects=False,
                )
                keys = _json(session, told.jwks_uri)
                return self._require_ours(token, keys, flow)
            except (OAuthError, JoseError, KeyError, TypeError, ValueError) as error:
                raise AccountError(
                    f"{self.provider.issuer}: {type(error).__name__}: {error}",
                    "an ID token for this attempt, signed by the provider",
                    "Sign in again; compare client_id and secret where it happens each time.",
                ) from error

    def _require_ours(
        self, token: dict[str, Any], keys: KeySetSerialization, flow: Flow
    ) -> dict[str, Any]:
        """Return the claims of a token that is for us, of now, and for this very attempt."""
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415 - see _session
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415

        decoded = jwt.decode(
            token["id_token"], KeySet.import_key_set(keys), algorithms=list(ALGORITHMS)
        )
        client = self.provider.client_id
        claims = CodeIDToken(
            decoded.claims,
            decoded.header,
            options={
                "iss": {"essential": True, "value": self.provider.issuer},
                "aud": {"essential": True, "value": client},
            },
            params={
                "nonce": flow.nonce,
                "client_id": client,
                "access_token": token.get("access_token"),
            },
        )
        claims.validate(now=int(self.clock().timestamp()), leeway=LEEWAY_S)
        return dict(claims)

    def _configuration(self, session: OAuth2Session) -> Configuration:
        address = self.provider.issuer.rstrip("/") + CONFIGURATION
        try:
            told = Configuration.model_validate(_json(session, address))
        except ValidationError as error:
            raise AccountError(
                f"{address}: {error.errors()[0]['loc']}",
                "the configuration of an OpenID provider",
                "Compare issuer in accounts.toml with what the provider's keeper says.",
            ) from error
        if told.issuer != self.provider.issuer:
            raise AccountError(
                f"{address}: issuer {told.issuer}", self.provider.issuer, "Write it alike."
            )
        return told

    def _session(self, back: str) -> OAuth2Session:
        # 0.2 s, for offices that have a provider and only when somebody comes by it
        from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415

        session = OAuth2Session(
            self.provider.client_id,
            self.secret,
            scope="openid profile",
            redirect_uri=back,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_basic" if self.secret else "none",
            default_timeout=TIMEOUT_S,
        )
        session.trust_env = False  # an office's web proxy has no part in who is who
        session.verify = str(self.ca_file) if self.ca_file else True
        return session


def _json(session: OAuth2Session, address: str) -> Any:  # noqa: ANN401 - whatever is there
    answer = session.get(address, withhold_token=True, allow_redirects=False)
    answer.raise_for_status()
    return answer.json()
