"""Write the locks anew from the pins: ``python3 run.py lock [--upgrade]``.

Each lock names every library with the SHA-256 sums of all its files, for CPython 3.11 and newer on
any system, so that an installation is byte for byte what was tested. What our pinned libraries
bring keeps its version until ``--upgrade`` asks for newer ones. Needs a package index.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from packaging.requirements import Requirement

from deploy.steps import ROOT

RUNTIME, WITH_TESTS = "requirements", "requirements-dev"
HEAD = "# Made by `python3 run.py lock` from {pins}: change that, then run it again.\n"
ENTRY = re.compile(r"^(?P<pin>[a-z0-9.-]+==[^\\\n]+?) (?:\\\n +--hash=\S+ ?)+\n", re.MULTILINE)


class Locked(NamedTuple):
    """One library of a lock: its pin with the condition it is needed under, and all that is said.

    Parameters
    ----------
    pin
        Name, version, marker.
    text
        Its lines, sums included.
    """

    pin: Requirement
    text: str


def main(arguments: list[str]) -> int:
    """Write both locks; `arguments` go to uv. Return the exit code."""
    write_lock(RUNTIME, arguments)
    write_lock(WITH_TESTS, arguments, above=RUNTIME)
    return 0


def write_lock(name: str, arguments: list[str], *, above: str | None = None) -> None:
    """Lock ``<name>.txt`` into ``<name>.lock``.

    Parameters
    ----------
    name
        File beside ``run.py``, without its ending.
    arguments
        Further options of ``uv pip compile``.
    above
        Lock that is installed along with it; what stands there is taken as it is and only named.

    Raises
    ------
    subprocess.CalledProcessError
        Where no set of versions fits, or no index answers; uv has said why.
    """
    lock = ROOT / f"{name}.lock"
    lines = [HEAD.format(pins=f"{name}.txt")]
    options = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    options += ["--no-header", "--no-annotate", "--quiet", *arguments]
    if above is not None:
        held = ROOT / f"{above}.lock"
        lines.append(f"-r {held.name}\n")
        options += ["--constraints", str(held)]
        options += [f"--no-emit-package={library}" for library in read_lock(held)]
    with TemporaryDirectory() as folder:
        made = Path(folder, lock.name)
        if lock.exists():  # the versions it names are kept
            entries = lock.read_text(encoding="utf-8").splitlines(keepends=True)
            made.write_text("".join(e for e in entries if e[0] not in "#-"), encoding="utf-8")
        command = [sys.executable, "-m", "uv", "pip", "compile", *options, "-o", str(made)]
        subprocess.run([*command, f"{name}.txt"], cwd=ROOT, check=True)
        lines.append(made.read_text(encoding="utf-8"))
    lock.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{lock.name}: {len(read_lock(lock))} libraries", flush=True)


def read_lock(lock: Path) -> dict[str, Locked]:
    """Return the libraries a lock names itself, by their names as indexes write them."""
    found = ENTRY.finditer(lock.read_text(encoding="utf-8"))
    libraries = [Locked(Requirement(entry["pin"]), entry[0]) for entry in found]
    return {library.pin.name: library for library in libraries}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
