"""Ending with the process that started us, however that one ends."""

from __future__ import annotations

import os
import signal
import sys
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def when_parent_ends(call: Callable[[], object]) -> None:
    """Call, in another thread, once our standard input ends: the parent holds its other end.

    The system closes it also for a parent that was killed. From now on Ctrl-C in the terminal
    that both share is the parent's alone to act on.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_wait, args=(call,), daemon=True).start()


def _wait(call: Callable[[], object]) -> None:
    # straight from the system: a thread that sits in the interpreter's own reader when the process
    # ends makes it end as if it had crashed
    while os.read(sys.stdin.fileno(), 1):
        pass
    call()
