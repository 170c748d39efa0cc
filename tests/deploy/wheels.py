"""Tiny wheels, and locks that name them."""

from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile


def write_wheel(folder: Path, name: str, tag: str = "py3-none-any") -> Path:
    """Write a wheel of version 1.0 that holds one module, ``<name>.py``."""
    wheel = folder / f"{name}-1.0-{tag}.whl"
    info = f"{name}-1.0.dist-info"
    with ZipFile(wheel, "w") as held:
        held.writestr(f"{name}.py", "NAME = __name__\n")
        held.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        held.writestr(f"{info}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
        held.writestr(f"{info}/RECORD", "")
    return wheel


def entry(wheel: Path, marker: str = "") -> str:
    """Return a wheel's lines in a lock."""
    name = wheel.name.partition("-")[0]
    digest = sha256(wheel.read_bytes()).hexdigest()
    condition = f" ; {marker}" if marker else ""
    return f"{name}==1.0{condition} \\\n    --hash=sha256:{digest}\n"
