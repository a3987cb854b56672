"""What is written of each term, gathered in memory: which case studies hold it, how often, and where.

It stands in for Whoosh's own pool, which sorts every single posting, on disk when there are many: half of all the work.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

#: As Whoosh hands postings on: field, term, the case study's number, weight, and places as they are written.
Posting = tuple[str, bytes, int, float, bytes]

#: By term: the case studies that hold it, in order, its weight in each, and its places there.
_Terms = dict[bytes, tuple["array[int]", "array[float]", list[bytes]]]


class Pool:
    """The postings of one segment. `encode` writes the places of a term in a text."""

    def __init__(self, encode: Callable[[tuple[int, ...]], bytes]) -> None:
        self._fields: dict[str, _Terms] = {}
        # Most terms stand once in a text, and so few places are all there are.
        self._encode = lru_cache(maxsize=10_000)(encode)

    def add_text(self, field: str, terms: Iterable[str], number: int) -> int:
        """Keep the terms of a case study's field, and say how many they are. An empty one only takes a place.

        Case studies come in order.
        """
        places: dict[str, list[int]] = {}
        for place, term in enumerate(terms):
            places.setdefault(term, []).append(place)
        places.pop("", None)
        found = self._fields.setdefault(field, {})
        for term, where in places.items():
            _keep(found, term.encode(), number, len(where), self._encode(tuple(where)))
        return sum(map(len, places.values()))

    def add(self, posting: Posting) -> None:
        """Keep a posting of a segment that is merged into this one."""
        field, term, number, weight, where = posting
        _keep(self._fields.setdefault(field, {}), term, number, weight, where)

    def iter_postings(self) -> Iterator[Posting]:
        """Every posting, by field, term and case study."""
        for field, terms in sorted(self._fields.items()):
            for term in sorted(terms):
                for number, weight, where in zip(*terms[term], strict=True):
                    yield field, term, number, weight, where

    def cleanup(self) -> None:
        """Whoosh asks for this when all is written; nothing is on disk."""


def _keep(terms: _Terms, term: bytes, number: int, weight: float, where: bytes) -> None:
    numbers, weights, places = terms.get(term) or terms.setdefault(term, (array("I"), array("f"), []))
    numbers.append(number)
    weights.append(weight)
    places.append(where)
