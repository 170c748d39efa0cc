"""Browsers by the names people have for them."""

from __future__ import annotations

import re
from typing import Final

_BROWSERS: Final = {
    "Edg(?:e|A|iOS)?": "Edge",
    "360SE|QIHU": "360",
    "MicroMessenger": "WeChat",
    "OPR": "Opera",
    "Firefox|FxiOS": "Firefox",
    "Chrome|CriOS": "Chrome",
    "Version(?=.*Safari)": "Safari",
}
"""Most tell the names of others too; the first that fits is its own."""
_SYSTEMS: Final = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone|iPad": "iOS",
    "Mac OS X": "macOS",
    "Linux|X11": "Linux",
}
MOST_AGENT: Final = 24


def browser_name(agent: str) -> str:
    """Return browser, version and system, of what a browser says of itself."""
    found = (
        (name, re.search(rf"(?:{sign})(?:/(\d+))?", agent)) for sign, name in _BROWSERS.items()
    )
    browser = next((f"{name} {hit[1] or ''}".strip() for name, hit in found if hit), "")
    system = next((name for sign, name in _SYSTEMS.items() if re.search(sign, agent)), "")
    return " · ".join(filter(None, (browser, system))) or agent[:MOST_AGENT]
