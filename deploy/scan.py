"""Look for known holes, careless code and lost keys: ``python3 run.py scan``.

- Every library of the locks against the advisories of the package index (pip-audit). Needs the
  index; what could not be asked is told and is no "nothing found".
- Our code by bandit, medium severity and above. A finding that was judged has ruff's word of the
  same number on its line (``noqa: S314`` for bandit's B314), with the reason beside it.
- Every file and every commit for keys and passwords (`deploy.leaks`).

Whatever is found makes the exit code 1; what could not be asked does not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, NamedTuple

from deploy.leaks import accepted_in, leaks_in, leaks_in_history
from deploy.steps import ROOT, say

CODE = ("run.py", "deploy", "geodata", "etl", "dashboard")
SHOWN = 160
LOG = ("log", "-p", "-U0", "--format=commit %h", "--no-ext-diff", "--no-color")


class Found(NamedTuple):
    """What one scan found, one line each, and how much it could not look at, with the reason."""

    findings: list[str]
    unknown: str = ""


def main() -> int:
    """Run every scan; return 1 where one found something."""
    scans = (
        ("已知漏洞", "known vulnerabilities of the libraries", known_vulnerabilities),
        ("代码检查", "bandit", careless_code),
        ("泄露的密钥", "keys and passwords", lost_keys),
    )
    failed = False
    for chinese, english, scan in scans:
        found = scan()
        for line in found.findings:
            print(f"    {line}")
        if found.unknown:
            say(f"未能检查 {chinese}：{found.unknown}", f"{english}: not all could be looked at")
        elif not found.findings:
            say(f"{chinese}：没有发现", f"{english}: nothing found")
        failed = failed or bool(found.findings)
    return int(failed)


def known_vulnerabilities() -> Found:
    """Ask the package index what is known of each library of both locks."""
    locked = ["--require-hashes", "--disable-pip", "-r", "requirements.lock"]
    locked += ["-r", "requirements-dev.lock"]
    answer = _run("pip_audit", *locked, "--format=json", "--progress-spinner=off")
    if not answer.stdout.strip():
        return Found([], _last_line(answer))
    return read_audit(json.loads(answer.stdout))


def read_audit(report: dict[str, Any]) -> Found:
    """Read pip-audit's report: what is known, and of how many libraries nothing is."""
    libraries = report["dependencies"]
    findings = [
        f"{library['name']} {library['version']}: {hole['id']}, mended in "
        f"{', '.join(hole['fix_versions']) or '–'}"
        for library in libraries
        for hole in library.get("vulns", ())
    ]
    skipped = [library["skip_reason"] for library in libraries if "skip_reason" in library]
    return Found(findings, f"{len(skipped)}/{len(libraries)}, {skipped[0]}" if skipped else "")


def careless_code() -> Found:
    """Read our code by bandit; what is judged on its line is left out."""
    answer = _run("bandit", "-q", "-ll", "-r", *CODE, "--format=json")
    if not answer.stdout.strip():
        return Found([], _last_line(answer))
    report = json.loads(answer.stdout)
    unread = [f"{error['filename']}: {error['reason']}" for error in report["errors"]]
    return Found([*unread, *(told(one) for one in report["results"] if not is_judged(one))])


def is_judged(finding: dict[str, Any]) -> bool:
    """Say whether a finding's line names ruff's check of the same number, as an exception."""
    line = (ROOT / finding["filename"]).read_text(encoding="utf-8").splitlines()
    _, _, exceptions = line[finding["line_number"] - 1].partition("# noqa:")
    return f"S{finding['test_id'][1:]}" in exceptions


def told(finding: dict[str, Any]) -> str:
    """Spell one of bandit's findings."""
    place = f"{finding['filename']}:{finding['line_number']}"
    return f"{place} {finding['test_id']} {finding['issue_text']}"


def lost_keys() -> Found:
    """Look through every file of the checkout, and through all that ever was in it."""
    listed = _git("ls-files", "-z")
    if listed is None:
        return Found([], "没有 git 历史")
    texts = {name: lines_of(name) for name in listed.split("\0") if name}
    accepted = {line for lines in texts.values() for line in accepted_in(lines)}
    now = [leak for name, lines in texts.items() for leak in leaks_in(name, lines, accepted)]
    past = leaks_in_history((_git(*LOG) or "").splitlines(), accepted)
    return Found([f"{leak.place} {leak.kind}" for leak in (*now, *past)])


def lines_of(name: str) -> list[str]:
    """Return the lines of a file; none where it holds no text or is gone."""
    path = ROOT / name
    content = path.read_bytes() if path.is_file() else b"\0"
    return [] if b"\0" in content else content.decode("utf-8", "replace").splitlines()


def _last_line(answer: subprocess.CompletedProcess[str]) -> str:
    """Say why a program said nothing: its last word, cut to one line of a screen."""
    return (answer.stderr.strip() or f"{answer.returncode}").splitlines()[-1][:SHOWN]


def _git(*words: str) -> str | None:
    """Return what git says; None where there is no git or no checkout."""
    try:
        answer = subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout.decode("utf-8", "replace")


def _run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", module, *arguments]
    return subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8"
    )


if __name__ == "__main__":
    sys.exit(main())
