"""Keys and passwords are found; texts that only look so, where somebody said it, are not."""

import pytest

from deploy.leaks import FORMS, Leak, accepted_in, kinds_of, leaks_in, leaks_in_history

DIGITS = "0123456789abcdefABCDEF" * 3
EXAMPLES = {
    "private key": "-----BEGIN " + "RSA PRIVATE KEY-----",
    "AWS key": "AKIA" + "ABCDEFGHIJKLMNOP",
    "Alibaba Cloud key": "LTAI" + "5tABCDEFGHIJKLMN",
    "Tencent Cloud key": "AKID" + DIGITS[:32],
    "GitHub token": "ghp_" + DIGITS[:36],
    "GitLab token": "glpat-" + DIGITS[:20],
    "Slack token": "xoxb-" + DIGITS[:12],
    "Google key": "AIza" + DIGITS[:35],
    "index token": "pypi-AgE" + DIGITS[:60],
    "signed token": "eyJ" + DIGITS[:20] + ".eyJ" + DIGITS[:20] + "." + DIGITS[:20],
    "password in an address": "postgresql://map:" + "s3cretary@db.local/records",
    "key of a map service": "tiles?tk=" + DIGITS[:22] + "0123456789",
    "value of a secret": 'api_key = "' + "hunter2hunter2" + '"',
}


def test_every_form_has_its_example() -> None:
    assert EXAMPLES.keys() == FORMS.keys()


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_secret_is_found_where_it_stands(kind: str) -> None:
    lines = ["first", f"x {EXAMPLES[kind]} y"]
    assert list(leaks_in("a.py", lines)) == [Leak("a.py:2", kind)]


@pytest.mark.parametrize(
    "line",
    [
        'password = input("Password: ")',
        'secret = read("provider.secret")',
        "http://{host}:{port}@{name}",
        '"password": "{password}"',
        "sha256:83490def1f723413db5096591f7609ac52544805be93849170088ed04f5a2e0b",
        "https://map.office.example:8501/login",
    ],
)
def test_what_only_names_a_secret_is_none(line: str) -> None:
    assert kinds_of(line) == []


def test_what_was_accepted_once_is_accepted_in_its_past_too() -> None:
    example = EXAMPLES["AWS key"]
    accepted = accepted_in([f"KEY = '{example}'  # leak: of the manual"])
    assert list(leaks_in("a.py", [f"key: {example}"], accepted)) == []
    assert list(leaks_in_history(["commit 1a2b", "+++ b/a.py", f"+{example}"], accepted)) == []


def test_a_commit_that_held_a_secret_is_named_once_for_each_file() -> None:
    key, token = EXAMPLES["AWS key"], EXAMPLES["GitHub token"]
    log = ["commit 1a2b", "+++ b/a.py", f"+{key}", f"+again {key}", f"-{token}", "+++ b/b c.py"]
    log += [f"+{token}", "commit 3c4d", "+++ b/a.py", "+nothing"]
    assert list(leaks_in_history(log)) == [
        Leak("1a2b:a.py", "AWS key"),
        Leak("1a2b:b c.py", "GitHub token"),
    ]
