"""The support bundle: what whoever mends the program needs, and nothing about any person.

Allowed in, one by one, rather than cleaned: findings, versions, counts by kind, settings without
secrets. Logs are without personal data as they are written; each line is redacted once more.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from dashboard.health.program import read_versions
from dashboard.health.telling import line_cells
from dashboard.health.words import words_of
from dashboard.log.files import FOLDER as LOGS
from dashboard.log.redacting import redact
from dashboard.texts import Language
from geodata.catalogue.load import OFFICE_FOLDER
from geodata.storage.census import count_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dashboard.accounts.policy import Policy
    from dashboard.health.check import Line, Site

LEFT_OUT: Final = frozenset({"address", "addresses", "host", "folder", "problem", "layers"})
"""Values of findings that name machines, folders or what stands in them; logs name layers."""

MOST_LINES: Final = 20_000
"""Newest lines of each log."""

WORDS: Final = ("level", "logger", "said", "route", "method")
NUMBER: Final = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}")
"""Of an incident."""


def write_bundle(site: Site, lines: Sequence[Line]) -> bytes:
    """Return a zip of the findings, versions, settings, counts and logs."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as bundle:
        for language in Language:
            bundle.writestr(f"selfcheck.{language}.txt", _told(lines, language))
        for name, content in (
            ("versions", read_versions(site)),
            ("settings", settings_of(site.policy, site.folder, site.host)),
            ("counts", _counts(site)),
        ):
            bundle.writestr(f"{name}.json", json.dumps(content, indent=1, ensure_ascii=False))
        for path in sorted((site.folder / LOGS).glob("*.jsonl*")):
            bundle.writestr(f"logs/{path.name}", "\n".join(_lines(path)))
    return held.getvalue()


def settings_of(policy: Policy, folder: Path, host: str) -> dict[str, Any]:
    """Return what the office has set: numbers, whether there is a provider, names of own files.

    Names of hosts and people in it stay out; a secret is in none of it to begin with.
    """
    network = policy.network
    return {
        "listens on": "loopback" if host.startswith("127.") or host == "::1" else "network",
        "sessions": policy.sessions.model_dump(),
        "passwords": policy.passwords.model_dump(),
        "hosts declared": len(network.hosts),
        "proxies trusted": len(network.trusted_proxies),
        "provider": policy.provider is not None,
        "own declarations": len(list((folder / OFFICE_FOLDER).rglob("*.yaml"))),
    }


def _told(lines: Sequence[Line], language: Language) -> str:
    """Return the findings, one a line; addresses of the office are cut out of them."""
    words = words_of(language)
    return "".join(
        f"{line.id}: {line.finding.state} {line.finding.key} "
        f"{redact_values(line)}\t{line_cells(words, line)[0]}\n"
        for line in lines
    )


def redact_values(line: Line) -> dict[str, object]:
    """Return the numbers a finding tells; of words only those without anything personal."""
    return {
        name: value if isinstance(value, int) else redact(str(value))
        for name, value in line.finding.values.items()
        if name not in LEFT_OUT
    }


def _counts(site: Site) -> dict[str, Any]:
    return {
        "data version": site.model.version,
        "sample": site.sample,
        "records by layer": {name: len(held) for name, held in site.model.columns.items()},
        "rows by table": count_rows(site.storage),
    }


def _lines(path: Path) -> Iterator[str]:
    """Give the newest lines of a log, redacted once more; what is no line of ours is left out."""
    with path.open(encoding="utf-8", errors="replace") as file:
        newest = file.readlines()[-MOST_LINES:]
    for text in newest:
        try:
            line = json.loads(text)
        except ValueError:
            continue
        if isinstance(line, dict):
            yield json.dumps(_kept(line), ensure_ascii=False)


def _kept(line: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {name: redact(str(line[name])) for name in WORDS if name in line}
    if isinstance(line.get("account"), int):
        kept["account"] = line["account"]
    with suppress(ValueError):
        kept["at"] = datetime.fromisoformat(str(line.get("at"))).isoformat()
    if NUMBER.fullmatch(str(line.get("incident"))):
        kept["incident"] = line["incident"]
    errors = line.get("errors")
    told = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    kept["errors"] = [
        {
            "kind": redact(str(error.get("kind", ""))),
            "said": redact(str(error.get("said", ""))),
            "frames": [redact(str(frame)) for frame in error.get("frames") or ()],
        }
        for error in told
    ]
    return kept
