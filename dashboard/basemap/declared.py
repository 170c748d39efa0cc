"""Which base maps of others an office uses: ``basemap.toml`` of the data folder, optional.

Nothing outside is asked unless it stands there, and only the hosts that stand there. A key goes
from its file into the address here, on the server; no browser ever sees either.
"""

from __future__ import annotations

import os
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from dashboard.settings_file import expected_of, in_words, told_unreadable
from geodata.catalogue.declaration import Words
from geodata.errors import SettingsError
from geodata.storage.keyfile import require_private

if TYPE_CHECKING:
    from dashboard.texts import Texts

FILE_NAME: Final = "basemap.toml"
HIGHEST_ZOOM: Final = 22
_PLACES: Final = ("{z}", "{x}", "{y}")

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]


def require_pattern(address: str) -> str:
    """Return the address of a tile with ``{z}``, ``{x}``, ``{y}`` after a host that is fixed.

    Raises
    ------
    ValueError
        Where the host is missing or varies, or one of the three is missing.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "{" in parts.netloc:
        raise ValueError("http:// or https:// and one host, without braces in it")
    if not all(place in address for place in _PLACES):
        raise ValueError("an address with {z}, {x} and {y}")
    return address


Pattern = Annotated[str, AfterValidator(require_pattern)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Part):
    """A base map of tiles, 256 pixels each, in Web Mercator's tiling.

    Parameters
    ----------
    id
        Part of its address here.
    name
        What the map's chooser calls it.
    url
        Address of a tile: XYZ, or WMTS by its query, with ``{z}``, ``{x}``, ``{y}`` and, where
        `key_file` is given, ``{key}``.
    file
        An MBTiles file of pictures in its place; a relative path is below the data folder.
    datum
        What its tiles are cut in: ``wgs84`` (also for CGCS2000) or ``gcj02``, whose tiles are
        moved to where our data is.
    attribution
        Whose map it is, shown on it.
    review_number
        Its 审图号, shown on it.
    min_zoom, max_zoom
        Levels there are tiles of.
    keep_days
        How long a tile may be kept on this server's disk; the provider's terms decide. 0 keeps
        none.
    key_file
        Whose first line is the key; below the data folder, readable by its owner only.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
    name: Words
    url: Pattern | None = None
    file: Path | None = None
    datum: Literal["wgs84", "gcj02"]
    attribution: Line
    review_number: Annotated[str, StringConstraints(max_length=80)] = ""
    min_zoom: int = Field(3, ge=0, le=HIGHEST_ZOOM)
    max_zoom: int = Field(18, ge=0, le=HIGHEST_ZOOM)
    keep_days: int = Field(0, ge=0, le=365)
    key_file: Path | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Source:
        if (self.url is None) == (self.file is None):
            raise ValueError("either url or file")
        if (self.key_file is not None) != ("{key}" in (self.url or "")):
            raise ValueError("key_file and {key} in url, or neither")
        if self.key_file is not None and not (self.url or "").startswith("https://"):
            raise ValueError("https:// where there is a key")
        return self

    @property
    def digest(self) -> str:
        """What its tiles are kept under; other tiles have another one."""
        return sha256(f"{self.url} {self.file}".encode()).hexdigest()[:12]


class Sources(_Part):
    """All of them.

    Parameters
    ----------
    source
        In the order they are offered.
    keep_mb
        What the tiles of all sources may take of the disk.
    """

    source: tuple[Source, ...] = ()
    keep_mb: int = Field(500, ge=1, le=100_000)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The servers tiles are fetched from, each once."""
        found = (urlsplit(source.url).netloc for source in self.source if source.url)
        return tuple(dict.fromkeys(found))


def read_sources(folder: Path) -> Sources:
    """Read what a data folder declares; none where it declares nothing.

    Raises
    ------
    SettingsError
        Names the key that is wrong, or the file that is missing.
    StorageError
        Where others can read the file of a key.
    """
    path = folder / FILE_NAME
    if not path.exists():
        return Sources()
    try:
        declared = Sources.model_validate(tomllib.loads(path.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = f"{path}: {told_unreadable(error)}"
        raise SettingsError(found, in_words("toml"), in_words("mend_line")) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path}: {key}", expected_of(first), in_words("mend")) from error
    _require_files(path, declared)
    return declared


def key_files(folder: Path) -> frozenset[str]:
    """Name the files of keys by their paths below a data folder, with ``/`` between the parts.

    Also where `read_sources` refuses the declaration; none where it is no TOML.
    """
    path = folder / FILE_NAME
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("source", ())
        named = {Path(one["key_file"]) for one in declared if "key_file" in one}
    except (OSError, ValueError, TypeError):
        return frozenset()
    within = (Path(os.path.relpath(folder / name, folder)) for name in named)
    return frozenset(name.as_posix() for name in within if ".." not in name.parts)


def _require_files(path: Path, declared: Sources) -> None:
    ids = [source.id for source in declared.source]
    if len(set(ids)) < len(ids):
        raise SettingsError(f"{path}: {ids}", in_words("other_ids"), in_words("rename"))
    for source in declared.source:
        for name in (source.file, source.key_file):
            if name is not None and not (path.parent / name).is_file():
                raise SettingsError(f"{path}: {name}", in_words("a_file"), in_words("mend_path"))
        if source.key_file is not None:
            require_private(path.parent / source.key_file)


def told_sources(sources: Sources, texts: Texts) -> tuple[dict[str, object], ...]:
    """Tell the map of the sources: names, levels, datum and what has to be written on the map."""
    return tuple(
        {
            "id": source.id,
            "name": texts.name(source.name),
            "datum": source.datum,
            "min_zoom": source.min_zoom,
            "max_zoom": source.max_zoom,
            "note": " · ".join(filter(None, (source.attribution, source.review_number))),
        }
        for source in sources.source
    )
