"""The pairs a viewer sees: those proposed and not decided yet, and the decisions that stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodata.results.kept_results import DUPLICATES
from geodata.storage.duplicates import read_decisions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geodata.catalogue.model import Layer
    from geodata.columns import Columns
    from geodata.readmodel import ReadModel
    from geodata.results.duplicates import Pairs
    from geodata.storage.duplicates import Decision
    from geodata.storage.store import Storage
    from geodata.viewer import Viewer


@dataclass(frozen=True)
class Decided:
    """A decision that stands, and the layer of its records."""

    layer: Layer
    decision: Decision


@dataclass(frozen=True)
class Listed:
    """What the page lists.

    Parameters
    ----------
    version
        Data version the proposals were worked out from; None before there are any.
    proposed
        By layer id the pairs nobody has decided on; of layers that have some.
    decided
        The latest first.
    is_cut
        Whether there were too many to keep, and only the surest are known.
    """

    version: int | None
    proposed: Mapping[str, Pairs]
    decided: Sequence[Decided]
    is_cut: bool = False


def listed_for(storage: Storage, model: ReadModel, viewer: Viewer) -> Listed:
    """Return what a viewer may see: pairs both records of which are in their scope.

    A merged record is seen where it would be by itself, and the record that stands for it is.
    """
    made = DUPLICATES.newest(storage)
    proposed: dict[str, Pairs] = {}
    decided: list[Decided] = []
    for layer in model.catalogue.listed_layers:
        if layer.id not in model.columns:
            continue
        columns = model.columns_for(layer.id, viewer)
        with storage.reading() as connection:
            decisions = read_decisions(connection, layer)
        pairs = made.pairs.get(layer.id) if made else None
        if pairs is not None:
            left = _undecided(pairs.within(columns.number), decisions)
            proposed |= {layer.id: left} if len(left) else {}
        sight = _Sight.of_columns(columns)
        decided += [
            Decided(layer, one) for one in decisions if sight.has(one.kept) and sight.has(one.other)
        ]
    decided.sort(key=lambda one: one.decision.number, reverse=True)
    if made is None:
        return Listed(None, {}, decided)
    is_cut = any(len(made.pairs[layer]) < pairs.found for layer, pairs in proposed.items())
    return Listed(made.version, proposed, decided, is_cut)


@dataclass(frozen=True)
class _Sight:
    """Which records of a layer a viewer sees, merged ones too."""

    numbers: frozenset[int]
    into: Mapping[int, int]

    @classmethod
    def of_columns(cls, columns: Columns) -> _Sight:
        merged, into = columns.merged, {}
        if merged is not None:
            numbers = merged.columns.number.tolist()
            into = dict(zip(numbers, merged.into.tolist(), strict=True))
        return cls(frozenset(columns.number.tolist()), into)

    def has(self, number: int) -> bool:
        """Say whether a record is seen."""
        while number in self.into:
            number = self.into[number]
        return number in self.numbers


def _undecided(pairs: Pairs, decisions: Sequence[Decision]) -> Pairs:
    """Leave out what was decided after the proposals were worked out, or stays apart for good."""
    apart = {frozenset((one.kept, one.other)) for one in decisions if not one.same}
    ended = {one.other for one in decisions if one.same}
    both = zip(pairs.one.tolist(), pairs.other.tolist(), strict=True)
    kept = [
        ended.isdisjoint((one, other)) and frozenset((one, other)) not in apart
        for one, other in both
    ]
    return pairs.take(np.array(kept, np.bool_))
