"""A small OpenID provider on loopback: it does what a good one does or, told so, what a bad one."""

import hmac
import json
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64encode

from dashboard.accounts.policy import Provider
from tests.geodata.making import NOW

CLIENT = "safety-map"
SECRET = "secret-of-tests"  # noqa: S105 - of a test
PERSON = {"sub": "7", "preferred_username": "chen.li", "name": "陈丽", "groups": ["安监办"]}


@dataclass
class SmallProvider:
    """What it knows, whom it names, and what it does wrong.

    `claims` are those of the next token, beside or instead of the right ones; a claim that is None
    is left out. `forges` signs by HS256 with the public key, or by none.
    """

    issuer: str
    now: datetime = NOW
    person: dict[str, Any] = field(default_factory=lambda: dict(PERSON))
    claims: dict[str, Any] = field(default_factory=dict)
    signs_with: ECKey | None = None
    forges: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    denies: bool = False
    repeats: bool = False
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "a"}))

    def declared(self, **values: Any) -> Provider:
        """Return what an office declares of it."""
        usual = {"client_id": CLIENT, "name": "统一身份认证", "login_claim": "preferred_username"}
        return Provider.model_validate({"issuer": self.issuer, **usual, **values})

    def authorize(self, address: str) -> str:
        """Let the person sign in and return where their browser is sent back to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        answer = {"state": asked["state"]}
        if self.denies:
            answer["error"] = "access_denied"
        else:
            code = f"code-{len(self.codes)}"
            self.codes[code] = asked
            answer["code"] = code
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def configuration(self) -> dict[str, Any]:
        usual = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }
        return {**usual, **self.told}

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """Exchange a code; once, for its verifier, and for who knows the secret."""
        asked = self.codes.get(form["code"])
        if not self.repeats:
            self.codes.pop(form["code"], None)
        name, _, secret = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode()
        if (name, secret) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if asked is None or challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        if form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        seconds = int(self.now.timestamp())
        right = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": seconds,
            "exp": seconds + int(timedelta(minutes=5).total_seconds()),
            "nonce": asked["nonce"],
            **self.person,
        }
        claims = {k: v for k, v in {**right, **self.claims}.items() if v is not None}
        if self.forges:
            signed = forged(self.forges, claims, self.key.as_pem(private=False))
        else:
            signed = jwt.encode({"alg": "ES256", "kid": "a"}, claims, self.signs_with or self.key)
        return 200, {"access_token": "opaque", "token_type": "Bearer", "id_token": signed}


def forged(algorithm: str, claims: dict[str, Any], public: bytes) -> str:
    """Return a token anybody could make who knows the provider's public key."""
    header = {"alg": algorithm, "kid": "a"}
    parts = [urlsafe_b64encode(json.dumps(part).encode()).decode() for part in (header, claims)]
    begun = ".".join(parts)
    mark = hmac.digest(public, begun.encode(), "sha256") if algorithm == "HS256" else b""
    return f"{begun}.{urlsafe_b64encode(mark).decode()}"


@contextmanager
def serve_provider(host: str = "127.0.0.1") -> Iterator[SmallProvider]:
    """Serve one until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            path = urlsplit(self.path).path
            if path == "/authorize":
                self.send_response(302)
                self.send_header("location", provider.authorize(self.path))
                self.end_headers()
            elif path == "/keys":
                self._say(200, provider.keys())
            elif path == "/.well-known/openid-configuration":
                self._say(200, provider.configuration())
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = dict(parse_qsl(body))
            self._say(*provider.token(form, self.headers.get("authorization", "")))

        def log_message(self, *_: Any) -> None:
            pass

        def _say(self, status: int, content: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

    server = ThreadingHTTPServer((host, 0), Handler)
    provider = SmallProvider(f"http://{host}:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
