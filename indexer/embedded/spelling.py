"""Words that look misspelt, and what our own case studies hold instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable

#: Shorter words are left alone: too many of them are one letter from another ("Hover" is not "over").
SHORTEST = 5


class Spelling:
    """The terms there are, by first letter. A suggestion begins with the letter that was typed (nobody gets that wrong)."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms: dict[str, list[str]] = {}
        for term in sorted(terms):
            if len(term) >= SHORTEST - 1 and term.isalpha():
                self._terms.setdefault(term[0], []).append(term)

    def nearest(self, term: str, commonness: Callable[[str], int]) -> str | None:
        """The term that was likely meant, or None: one slip away, or two in a long word; the commonest of the nearest."""
        slips = 1 if len(term) < 8 else 2
        near = [
            (distance, -commonness(other), other)
            for other in self._terms.get(term[:1], ())
            if abs(len(other) - len(term)) <= slips and (distance := slips_between(term, other, slips)) <= slips
        ]
        return min(near)[2] if near else None


def slips_between(one: str, other: str, most: int) -> int:
    """How many slips of the fingers lie between two words: a letter too many, missing, wrong, or two changed round.

    Optimal string alignment distance. Stops at `most` + 1.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, last, row = row, before, [place]
        for at, against in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != against))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == against:
                cost = min(cost, last[at - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
