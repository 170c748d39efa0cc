"""What an order does not say and its source does: who reported it, what its headings mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geodata.storage.ledgers import read_said_columns

if TYPE_CHECKING:
    from etl.order import Order
    from geodata.catalogue import Layer
    from geodata.storage.store import Storage


def remembered(storage: Storage, order: Order, district: str) -> Order:
    """Return an order with what was said of the headings of its source's last ledger.

    What is said now stands above it; nothing is remembered of a ledger nobody is named for.
    """
    if order.source is None:
        return order
    with storage.reading() as connection:
        before = read_said_columns(connection, order.layer, district, order.source)
    columns = {**before, **order.manner.columns}
    return replace(order, manner=replace(order.manner, columns=columns))


def with_source(order: Order, layer: Layer) -> Order:
    """Turn the source into a value for the field that holds it, where the layer has one."""
    field_of_source = layer.by_column.get("source")
    if order.source is None or field_of_source is None:
        return order
    defaults = {**order.manner.defaults, field_of_source.id: order.source}
    return replace(order, manner=replace(order.manner, defaults=defaults))
