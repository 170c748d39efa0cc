"""An address taken apart: community, street, number, building, what is named, what meets."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from geodata.addresses.plain import plain_address
from geodata.addresses.words import any_of, read_words

_WORDS: Final = read_words()
_COMMUNITY: Final = _WORDS.community[0]
_STREET: Final = any_of(_WORDS.street)
_UNKNOWN_STREET: Final = re.compile(
    rf"[^\d\s]{{1,8}}?\d{{0,3}}(?:{_STREET})(?:[东南西北中]段?|\d{{1,3}}(?:{_STREET}))?(?=\d)"
)
_HOUSE: Final = re.compile(r"(\d{1,5})(?:之(\d{1,3}))?(?:号(?:之(\d{1,3}))?|$)")
_BUILDING: Final = re.compile(r"(\d{1,4}|[a-z]\d{0,3})栋")
_ROOM: Final = re.compile(rf"\s?[a-z]?\d+(?:{any_of(_WORDS.room)}).*$")
_NEAR: Final = re.compile(any_of(_WORDS.near))
_JUNCTION: Final = _WORDS.junction[0]
_ADMINISTRATIVE: Final = re.compile(
    r"^(?:[^\d\s]{2,7}?(?:省|自治区))?(?:[^\d\s社区]{2,6}?市(?![场花民政]))(?:[^\d\s社小园校]{1,5}?[区县])?"
    r"(?:[^\d\s]{1,6}?(?:街道办事处|街道|镇(?![前后中南北东西])|乡))?"
)
_LONE_STREET_OFFICE: Final = re.compile(r"^[^\d\s]{1,6}?(?:街道办事处|街道)")
_SHORTEST_NAME: Final = 2


class Address(NamedTuple):
    """The parts of an address, each in the spelling of `plain_address`; '' for what it leaves out.

    Rooms are never kept: nothing below the building is needed to find a place.

    Parameters
    ----------
    community
        Without its suffix.
    number, one_of
        House number, and the number after 之.
    cross
        The other street of a junction.
    named
        What else is named: a school, a market, a bus stop.
    near
        Whether it says that it lies beside, opposite or near that.
    """

    community: str = ""
    street: str = ""
    number: str = ""
    one_of: str = ""
    building: str = ""
    cross: str = ""
    named: str = ""
    near: bool = False


class AddressReader:
    """Reads addresses of a sub-district whose streets and communities are known.

    Parameters
    ----------
    streets, communities
        Names as written in the records. A street that is not among them is recognised by its
        ending where a number follows.
    prefixes
        Names of the sub-district and what lies above it.
    """

    def __init__(
        self, streets: Iterable[str], communities: Iterable[str], prefixes: Iterable[str] = ()
    ) -> None:
        named = {plain_address(name) for name in streets}
        self._street = _pattern(named, after=r"(?![东南西北中]段)")
        bare = {community_name(name) for name in communities}
        self._community = _pattern(bare, after=rf"(?:{_COMMUNITY}|村)")
        self._prefix = _pattern({plain_address(name) for name in prefixes})

    def read(self, text: str | None) -> Address:
        """Take an address apart; an empty one has no parts."""
        rest = self._without_prefixes(plain_address(text or ""))
        near = _NEAR.search(rest) is not None
        rest = _ROOM.sub("", _NEAR.sub("", rest))
        community, rest = self._cut_community(rest)
        meeting = list(dict.fromkeys(found[0] for found in self._street.finditer(rest)))
        if len(meeting) == 2 and not _HOUSE.search(rest):  # noqa: PLR2004 - two streets meet
            return Address(community, meeting[0], cross=meeting[1], near=near)
        street = self._street.search(rest) or _UNKNOWN_STREET.search(rest)
        if street is None:
            return _with_named(Address(community, near=near), rest)
        found = Address(community, street[0], near=near)
        return _with_numbers(found, rest[street.end() :], rest[: street.start()])

    def _without_prefixes(self, text: str) -> str:
        text = _ADMINISTRATIVE.sub("", text, count=1)
        known = self._prefix.match(text)
        text = text[known.end() :] if known else text
        return _LONE_STREET_OFFICE.sub("", text, count=1)

    def _cut_community(self, text: str) -> tuple[str, str]:
        known = self._community.match(text)
        if known:
            return community_name(known[0]), text[known.end() :]
        name, mark, rest = text.partition(_COMMUNITY)
        return (name, rest) if mark and name and not re.search(r"\d", name) else ("", text)


def community_name(name: str) -> str:
    """Return a community's name without its suffix, in the plain spelling."""
    plain = plain_address(name)
    return plain.removesuffix(_COMMUNITY).removesuffix("村") or plain


def _with_numbers(found: Address, after: str, before: str) -> Address:
    building = _BUILDING.search(after)
    head = after[: building.start()] if building else after
    house = _HOUSE.match(head)
    found = found._replace(building=building[1] if building else "")
    if house is not None:
        return found._replace(number=house[1], one_of=house[2] or house[3] or "")
    return found if building else _with_named(found, before + after)


def _with_named(found: Address, rest: str) -> Address:
    named = rest.removesuffix(_JUNCTION).strip(" " + "".join(_WORDS.join))
    return found._replace(named=named if len(named) >= _SHORTEST_NAME else "")


def _pattern(names: Iterable[str], after: str = "") -> re.Pattern[str]:
    """Match any of the names, the longest first; nothing where there is none."""
    listed = sorted((re.escape(name) for name in names if name), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(listed)}){after}" if listed else r"(?!)")
