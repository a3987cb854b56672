"""How many of some case studies have each value of every filter, counted in one go.

All values of all filters stand in one row, filter after filter, each with the case studies that have it kept the other way
round: case study after case study, the numbers of its values. What a count costs depends on how many case studies are counted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.arrays import Flags, Numbers
from indexer.query import Count


@dataclass(frozen=True, slots=True)
class Column:
    """One filter: its values with their names, and as pairs which case study has which value."""

    values: Sequence[str]
    names: Sequence[str]
    places: Numbers
    numbers: Numbers


class Tally:
    """Counts values of every filter."""

    def __init__(self, columns: Sequence[Column], size: int) -> None:
        """`size` is how many case studies there are."""
        self.values = [value for column in columns for value in column.values]
        self.names = [name for column in columns for name in column.names]
        widths = [len(column.values) for column in columns]
        ends = np.cumsum(widths).tolist()
        self._parts = [slice(end - width, end) for end, width in zip(ends, widths, strict=True)]
        in_order = sorted(range(len(self.values)), key=lambda at: (self.names[at], self.values[at]))
        self._rank = np.empty(len(in_order), dtype=np.int64)
        self._rank[in_order] = np.arange(len(in_order))
        places = np.concatenate([column.places for column in columns])
        numbers = np.concatenate([column.numbers + part.start for column, part in zip(columns, self._parts, strict=True)])
        # Half the room of NumPy's own kind, and so read in half the time.
        self._numbers = numbers[np.argsort(places, kind="stable")].astype(np.int32)
        self._lengths = np.bincount(places, minlength=size).astype(np.int32)
        self._starts = np.cumsum(self._lengths, dtype=np.int32) - self._lengths

    def of(self, among: Flags) -> Numbers:
        """How many of some case studies have each value, in a row."""
        chosen = np.flatnonzero(among)
        lengths = self._lengths[chosen]
        ends = np.cumsum(lengths, dtype=np.int32)
        at = np.repeat(self._starts[chosen] - (ends - lengths), lengths) + np.arange(lengths.sum(), dtype=np.int32)
        return np.bincount(self._numbers.take(at), minlength=len(self.values))

    def part(self, column: int) -> slice:
        """Where a filter's values stand in the row."""
        return self._parts[column]

    def shown(self, row: Numbers, chosen: Collection[int]) -> Shown:
        """The values that some have and those that were chosen, most first, then by name."""
        return Shown(self, row, frozenset(chosen))

    def in_order(self, row: Numbers, chosen: Collection[int], column: int) -> Numbers:
        """Of one filter, the values that some have and those that were chosen, most first, then by name."""
        part = self._parts[column]
        flags = row[part] > 0
        flags[[value - part.start for value in chosen if part.start <= value < part.stop]] = True
        at = np.flatnonzero(flags) + part.start
        in_order: Numbers = at[np.lexsort((self._rank[at], -row[at]))]
        return in_order


@dataclass(frozen=True, slots=True)
class Shown:
    """Counts, put in order and named when a filter is asked for: there are hundreds of councils, and a page shows none."""

    tally: Tally
    row: Numbers
    chosen: Collection[int]

    def counts(self, column: int) -> list[Count]:
        """One filter's counts."""
        its = self.tally.in_order(self.row, self.chosen, column)
        places = its.tolist()
        values, names = map(self.tally.values.__getitem__, places), map(self.tally.names.__getitem__, places)
        return list(map(Count, values, names, self.row[its].tolist(), map(self.chosen.__contains__, places)))
