"""The system of record; the only part of the project that knows a database.

Open it with `store.open_storage`, write with `publish` and `correct`, read with `reads` and `bulk`.
Errors of the family in `geodata.errors` come out; SQLAlchemy's own mean a broken disk or a bug.
"""
