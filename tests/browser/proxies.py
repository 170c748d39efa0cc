"""The sample proxies, run as their files say but for ports and places."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from deploy.steps import ROOT
from run import next_free_port
from tests.browser.server import HOST

NAME = "localhost"
FIRST_PORT = 18701
DAY = timedelta(days=1)
NGINX = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
CADDY = "{\n\tadmin off\n\tauto_https disable_redirects\n}\n"


def find_proxy(kind: str) -> str | None:
    """Name the program, also where only root's PATH has it."""
    return shutil.which(kind, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Proxy:
    """One of the sample proxies before a server.

    Parameters
    ----------
    kind
        ``nginx`` or ``caddy``.
    folder
        For its files; certificate and key lie there.
    upstream
        Host and port of the server.
    """

    def __init__(self, kind: str, folder: Path, upstream: str) -> None:
        self.port = next_free_port(HOST, FIRST_PORT)
        self.origin = f"{NAME}:{self.port}"
        self.certificate = write_certificate(folder)
        self._log = folder / f"{kind}.log"
        configure = {"nginx": _nginx, "caddy": _caddy}[kind]
        self._command = [find_proxy(kind) or kind, *configure(folder, self.port, upstream)]
        self._environment = {**os.environ, "HOME": str(folder)}

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it; at the end it has ended."""
        with self._log.open("ab") as log:
            process = subprocess.Popen(
                self._command, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
            try:
                yield
            finally:
                process.terminate()
                process.wait(timeout=20)


class Certificate(NamedTuple):
    """Files of a certificate for `NAME` and of its key."""

    certificate: Path
    key: Path


def write_certificate(folder: Path) -> Certificate:
    """Make a certificate that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    held = Certificate(folder / "map.crt", folder / "map.key")
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    held.certificate.write_bytes(made.public_bytes(pem))
    held.key.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return held


def _nginx(folder: Path, port: int, upstream: str) -> list[str]:
    changes = {
        "listen 80;": f"listen {HOST}:{next_free_port(HOST, port + 1)};",
        "listen 443 ssl;": f"listen {HOST}:{port} ssl;",
        "map.office.example": NAME,
        "/etc/nginx": str(folder),
        "127.0.0.1:8501": upstream,
    }
    (folder / "site.conf").write_text(_changed("nginx.conf", changes), encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    whole = NGINX.format(folder=folder, user=user)
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    return ["-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]


def _caddy(folder: Path, port: int, upstream: str) -> list[str]:
    changes = {
        "map.office.example": f"https://{NAME}:{port}",
        "/etc/caddy": str(folder),
        "127.0.0.1:8501": upstream,
    }
    whole = folder / "Caddyfile"
    whole.write_text(CADDY + _changed("Caddyfile", changes), encoding="utf-8")
    return ["run", "--config", str(whole), "--adapter", "caddyfile"]


def _changed(sample: str, changes: Mapping[str, str]) -> str:
    """Return a sample's text with places changed, each of which it must have."""
    text = (ROOT / "deploy" / "proxy" / sample).read_text(encoding="utf-8")
    for there, here in changes.items():
        assert there in text, f"{sample} has no {there}"
        text = text.replace(there, here)
    return text
