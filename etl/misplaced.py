"""What is said of records whose written community is not where they stand.

Such a record is counted where its position lies; the ledger's word is kept beside it. Whoever wrote
the ledger should hear of it: one of the two is wrong.
"""

from geodata.catalogue import Layer
from geodata.records import NotedRow, Problem
from geodata.storage.ledgers import BatchNote, read_notes
from geodata.storage.reads import read_area_names
from geodata.storage.store import Transaction


def read_misplaced(
    connection: Transaction, batch: int, layer: Layer, *, limit: int
) -> tuple[NotedRow, ...]:
    """Return the first `limit` misplaced rows of a batch, each with a reason in words."""
    names = read_area_names(connection)
    field = layer.by_column["community"]
    return tuple(
        NotedRow(
            note.sheet,
            note.row,
            note.cells,
            (_problem(field.name.zh, note, names),),
        )
        for note in read_notes(connection, batch, "misplaced", limit=limit)
    )


def _problem(column: str, note: BatchNote, names: dict[str, str]) -> Problem:
    written = "".join(note.cells.values())
    if not note.problem.reason:  # it has no position, so there is nothing to go by
        return Problem(column, "community_lost", {"written": written})
    area = names.get(note.problem.reason, note.problem.reason)
    return Problem(column, note.problem.rule, {"written": written, "area": area})
