"""How long a backup of one gigabyte takes, and its restore: ``python -m benchmarks.backup``.

Half of it is records with sealed columns, half kept ledgers; neither is easily packed. To be
restored within 15 minutes.
"""

import shutil
import tempfile
from pathlib import Path
from time import perf_counter

import numpy as np

from benchmarks.import_csv import NOW
from dashboard.keeping.making import MEBIBYTE, make_backup
from dashboard.keeping.policy import BackupPolicy
from dashboard.keeping.restoring import restore
from geodata.storage.keyfile import FILE_NAME as KEY_FILE
from geodata.storage.store import FILE_NAME, open_storage
from tests.geodata.making import rental, write

MEGABYTES = 1_024
UPLOAD_MEGABYTES = 4
RECORDS = 20_000
SEED = 20_260_105


def main() -> None:
    """Fill a data folder, back it up, wipe it, restore it, and print the seconds of each."""
    with tempfile.TemporaryDirectory() as name:
        data, safe = Path(name, "own"), Path(name, "sealing.key")
        fill(data)
        size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) / MEBIBYTE
        storage = open_storage(data, now=NOW)
        start = perf_counter()
        made = make_backup(storage, BackupPolicy(folder=Path(name, "drive")), clock=lambda: NOW)
        took_s = perf_counter() - start
        storage.close()
        print(f"backup  {took_s:6.1f} s  {size:,.0f} MB as {made.file_bytes / MEBIBYTE:,.0f} MB")
        shutil.copy(data / KEY_FILE, safe)
        shutil.rmtree(data)
        start = perf_counter()
        done = restore(Path(made.folder, made.name), data, safe, now=NOW)
        print(f"restore {perf_counter() - start:6.1f} s  {done.rows:,} rows compared")


def fill(data: Path) -> None:
    """Write records until the database is half of it, and kept files for the rest."""
    random = np.random.default_rng(SEED)
    storage = open_storage(data, now=NOW)
    half, batch = MEGABYTES // 2, 0
    while (data / FILE_NAME).stat().st_size < half * MEBIBYTE:
        personal = [random.bytes(300).hex() for _ in range(RECORDS)]
        records = [
            rental(f"R-{batch}-{number}", personal={"owner": text})
            for number, text in enumerate(personal)
        ]
        write(storage, "rental", records)
        batch += 1
    storage.close()
    for number in range(half // UPLOAD_MEGABYTES):
        path = data / "uploads" / f"{number:064x}" / "ledger.xlsx"
        path.parent.mkdir(parents=True)
        path.write_bytes(random.bytes(UPLOAD_MEGABYTES * MEBIBYTE))


if __name__ == "__main__":
    main()
