"""The data version: one number that grows with every change, and when each layer last changed."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, insert, select, update

from geodata.storage.tables import batches, data_version, layer_versions


def read_version(connection: Connection) -> int:
    """Return the data version, 0 for a database nothing was ever published to."""
    return int(connection.scalars(select(data_version.c.version)).one())


def read_layer_versions(connection: Connection) -> dict[str, int]:
    """Return for each layer that has ever held a record the data version of its last change."""
    rows = connection.execute(select(layer_versions.c.layer, layer_versions.c.version))
    return {row.layer: row.version for row in rows}


def raise_version(connection: Connection, layers: Collection[str]) -> int:
    """Add one to the data version, note it for the layers changed, and return it."""
    connection.execute(update(data_version).values(version=data_version.c.version + 1))
    version = read_version(connection)
    connection.execute(delete(layer_versions).where(layer_versions.c.layer.in_(layers)))
    connection.execute(
        insert(layer_versions), [{"layer": layer, "version": version} for layer in sorted(layers)]
    )
    return version


def rows_imported(connection: Connection, since: int) -> int:
    """Return how many records imports have added, changed or ended after a data version."""
    written = func.sum(batches.c.new + batches.c.changed + batches.c.ended)
    return int(connection.scalar(select(written).where(batches.c.version > since)) or 0)


def is_sample(connection: Connection) -> bool:
    """Say whether the database holds the sample town 示例数据 and nothing real."""
    return bool(connection.scalars(select(data_version.c.sample)).one())


def mark_sample(connection: Connection) -> None:
    """Mark the database as one that holds the sample town."""
    connection.execute(update(data_version).values(sample=True))
