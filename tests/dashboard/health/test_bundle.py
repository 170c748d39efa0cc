"""The support bundle holds what helps, and no word about any person or secret."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from starlette.applications import Starlette

from dashboard.accounts.policy import Policy
from dashboard.health.bundle import write_bundle
from dashboard.health.check import Site
from dashboard.health.checks import run_checks, site_of
from dashboard.log.files import FOLDER, logging_to
from dashboard.log.incidents import note_incident
from dashboard.server.live import Live
from dashboard.server.routes import build_routes
from dashboard.worker.words import refusal
from geodata.accounts import Account
from geodata.storage.audit import read_audit
from geodata.storage.jobs import ask_job, claim_job, fail_job
from tests.dashboard.asking import ask
from tests.dashboard.signing import Told, sign_in
from tests.geodata.making import NOW, rental, write

PERSON, PHONE, LOGIN, SECRET = "欧阳金丝雀", "13987654321", "canary.bird", "s3cret-canary"
PROVIDER = {
    "issuer": f"https://{LOGIN}.example",
    "client_id": SECRET,
    "name": PERSON,
    "login_claim": LOGIN,
}
CANARIES = (PERSON, "金丝雀", PHONE, "canary", SECRET)


@pytest.fixture
def site(live: Live) -> Iterator[Site]:
    """An office with something personal wherever there can be any."""
    sign_in(live, Account(0, LOGIN, PERSON, "administrator"))
    person = {"owner": PERSON, "owner_phone": PHONE}
    write(live.storage, "rental", [rental("R-9", 3, name=PERSON, address=PERSON, personal=person)])
    ask_job(live.storage, "import", {"file": f"{PERSON}.csv"}, key=PERSON, by=None, now=NOW)
    job = claim_job(live.storage, now=NOW)
    assert job is not None
    fail_job(live.storage, job, refusal("unknown_kind", kind=PERSON, kinds=PHONE), now=NOW)
    policy = Policy.model_validate(
        {"provider": PROVIDER, "network": {"hosts": [f"{LOGIN}.example"]}}
    )
    with logging_to(live.folder, "dashboard"):
        note_incident(RuntimeError(f"{PERSON} {PHONE}"), route="page", account=1)
    # as a library might have written, before the log took its handlers away
    forged = {"said": f"{PERSON} {PHONE}", "incident": PERSON, "at": PHONE, "errors": [PERSON]}
    with (live.folder / FOLDER / "worker.jsonl").open("w", encoding="utf-8") as file:
        file.write(f"{json.dumps(forged, ensure_ascii=False)}\n{PERSON} half a line")
    hosts = (f"tiles.{LOGIN}.example",)
    yield replace(site_of(live, overheard=False), policy=policy, tile_hosts=hosts)
    logging.getLogger("dashboard").handlers.clear()


def parts_of(content: bytes) -> dict[str, str]:
    with ZipFile(BytesIO(content)) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


def test_nothing_personal_and_no_secret_is_in_it(site: Site) -> None:
    parts = parts_of(write_bundle(site, run_checks(site)))
    key = (site.folder / "sealing.key").read_text().strip()
    for name, text in parts.items():
        for canary in (*CANARIES, key, str(site.folder)):
            assert canary not in text, f"{canary} in {name}"
        assert canary not in name


def test_what_helps_is_in_it(site: Site) -> None:
    parts = parts_of(write_bundle(site, run_checks(site)))
    assert set(parts) == {
        "selfcheck.zh-CN.txt",
        "selfcheck.en.txt",
        "versions.json",
        "settings.json",
        "counts.json",
        "logs/dashboard.jsonl",
        "logs/worker.jsonl",
    }
    counts = json.loads(parts["counts.json"])
    assert counts["rows by table"]["users"] == 1
    assert counts["records by layer"]["rental"] >= 3
    assert json.loads(parts["settings.json"])["provider"] is True
    assert json.loads(parts["versions.json"])["sqlite"]
    assert "worker: bad gone" in parts["selfcheck.en.txt"]
    (incident,) = (json.loads(line) for line in parts["logs/dashboard.jsonl"].splitlines())
    assert incident["errors"][0]["kind"] == "RuntimeError"
    assert incident["at"]
    assert incident["incident"]


def test_taking_it_is_in_the_audit(live: Live, tmp_path: Path) -> None:
    session = sign_in(live, Account(0, "a1", "甲", "administrator"))
    answer = ask(Told(Starlette(routes=build_routes(live)), session), "/api/support")
    assert parts_of(answer.content)["versions.json"]
    with live.storage.reading() as connection:
        (entry,) = read_audit(connection, action="take_support")
    assert (entry.actor, entry.object, entry.result) == ("a1", "support.zip", "done")
    assert not list(tmp_path.glob("*.zip"))
