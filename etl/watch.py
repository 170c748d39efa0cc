"""Ending a child that takes too long or holds too much, as seen from the parent.

POSIX systems bound a process themselves, and the child asks for that (`etl.parse`). Where they do
not (Windows), this is all there is; elsewhere it is the second net.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LOOK_S = 0.05
"""How often the child is looked at: a disk or two of memory fill no faster."""

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    MAY_BE_ASKED = 0x1000 | 0x0010
    """PROCESS_QUERY_LIMITED_INFORMATION and PROCESS_VM_READ."""

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS."""

        _fields_ = (
            ("size", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((f"size_{n}", ctypes.c_size_t) for n in range(6)),
            ("committed", ctypes.c_size_t),
            ("peak_committed", ctypes.c_size_t),
        )

    def memory_of(pid: int) -> int | None:
        """Tell how many bytes a process holds; None where that cannot be told."""
        counters = _Counters(size=ctypes.sizeof(_Counters))
        kernel = ctypes.windll.kernel32
        kernel.OpenProcess.restype = wintypes.HANDLE
        handle = wintypes.HANDLE(kernel.OpenProcess(MAY_BE_ASKED, 0, pid))
        try:
            found = kernel.K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.size)
            return int(counters.committed) if found else None
        finally:
            kernel.CloseHandle(handle)

else:
    PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

    def memory_of(pid: int) -> int | None:
        """Tell how many bytes a process holds; None where that cannot be told."""
        with suppress(OSError, IndexError, ValueError):
            return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * PAGE_BYTES
        return None


@contextmanager
def watched(
    process: subprocess.Popen[bytes],
    *,
    wall_s: float,
    memory_bytes: int,
    memory: Callable[[int], int | None] = memory_of,
) -> Iterator[None]:
    """End a process as soon as it breaks a bound; look no more once the block is left.

    Parameters
    ----------
    wall_s, memory_bytes
        Its bounds, from now on.
    memory
        How the bytes a process holds are told.

    Raises
    ------
    MemoryError
        Where there is no memory left for the thread that looks.
    """
    done = threading.Event()
    args = (process, done, time.monotonic() + wall_s, memory_bytes, memory)
    watch = threading.Thread(target=_watch, args=args, daemon=True)
    try:
        watch.start()
    except RuntimeError as error:
        raise MemoryError(f"no room for the thread that watches {process.pid}") from error
    try:
        yield
    finally:
        done.set()
        watch.join()


def _watch(
    process: subprocess.Popen[bytes],
    done: threading.Event,
    until: float,
    memory_bytes: int,
    memory: Callable[[int], int | None],
) -> None:
    while not done.wait(LOOK_S) and process.poll() is None:
        if time.monotonic() >= until or (memory(process.pid) or 0) > memory_bytes:
            process.kill()
            return
