"""Killing a process the moment it says that something is saved, or a little later."""

from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

PATIENCE_S = 60


def told_until_killed(
    context: BaseContext,
    target: Callable[[Path, Connection], object],
    folder: Path,
    *,
    after_s: float,
) -> list[Any]:
    """Run something that tells what it has saved; kill it; return all it told, one at least.

    Parameters
    ----------
    after_s
        From the first it tells to the kill; 0 for at once.
    """
    told, saved = context.Pipe(duplex=False)
    child = context.Process(target=target, args=(folder, saved))  # type: ignore[attr-defined] # each has it
    child.start()
    saved.close()
    assert told.poll(PATIENCE_S), "it never saved anything"
    found = [told.recv()]
    child.join(after_s)
    child.kill()
    child.join(PATIENCE_S)
    while told.poll():
        try:
            found.append(told.recv())
        except EOFError:
            break
    told.close()
    return found
