"""Characters that no file format takes."""

import re

_BREAKS = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def without_controls(text: str) -> str:
    """Turn line breaks and tabs into blanks; drop what no file format takes.

    That is the C0 and C1 controls, lone surrogates and Unicode's noncharacters.
    """
    return _CONTROLS.sub("", _BREAKS.sub(" ", text))
