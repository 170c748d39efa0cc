"""The dashboard, which tidies its memory when told to: ``python -m benchmarks.resting`` (Linux).

What a process holds is more than what it needs: garbage that waits to be collected, and memory
that was given back and is kept for later. By SIGUSR1 both are let go of, and a line says so.
"""

import ctypes
import gc
import signal
import sys
from time import sleep

import psutil

from dashboard.__main__ import main
from tests.browser.server import Server

MODULE = "benchmarks.resting"
RESTED = "memory is tidy"
MEBIBYTE = 2**20
LOOK_S = 0.05


def rest(*_: object) -> None:
    """Let go of garbage and of what the C library keeps (malloc_trim(3))."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    print(RESTED, flush=True)


def memory_at_rest_mb(server: Server) -> float:
    """Have a server tidy its memory; return what it holds then, without its worker."""
    before = times_rested(server)
    server.process.send_signal(signal.SIGUSR1)
    while times_rested(server) == before:
        sleep(LOOK_S)
    return held_mb(server)


def held_mb(server: Server) -> float:
    """Return what the serving process holds in memory, without its worker."""
    return float(psutil.Process(server.process.pid).memory_info().rss) / MEBIBYTE


def times_rested(server: Server) -> int:
    """Count the lines a server has said so in."""
    return server.log.read_text(encoding="utf-8", errors="replace").count(RESTED)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, rest)
    sys.exit(main())
