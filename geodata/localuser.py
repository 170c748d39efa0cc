"""Who runs a command on this machine: the account of the operating system."""

import os
import sys


def local_user() -> str:
    """Return the name the system knows the process's owner by.

    It is asked of the system, not of the environment, in which anyone can write another name. An
    owner without a name is told by number, as ``uid 1000``.
    """
    if sys.platform == "win32":
        return os.getlogin()
    import pwd  # noqa: PLC0415 - Windows has none

    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid {number}"
