"""Words that look misspelt, and what our own case studies hold instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable

#: Shorter words are left alone: too many of them are one letter from another ("Hover" is not "over").
SHORTEST = 5


#: In words this long, two slips still leave no doubt.
LONG = 8


class Spelling:
    """The terms there are, by first letter. A suggestion begins with the letter that was typed (nobody gets that wrong)."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms: dict[str, list[str]] = {}
        for term in sorted(terms):
            if len(term) >= SHORTEST - 1 and term.isalpha():
                self._terms.setdefault(term[0], []).append(term)

    def near(self, term: str, commonness: Callable[[str], int]) -> list[str]:
        """The terms that were likely meant: one slip away, or two in a long word, nearest and commonest first.

        Then those the term goes on from ("digitel" from "digit"): a slip in a word's ending leaves a stem that no ending was taken off.
        """
        slips = slips_allowed(term)
        terms = self._terms.get(term[:1], ())
        near = [
            (distance, -commonness(other), other)
            for other in terms
            if abs(len(other) - len(term)) <= slips and (distance := slips_between(term, other, slips)) <= slips
        ]
        beginnings = sorted((other for other in terms if term.startswith(other)), key=len, reverse=True)
        return list(dict.fromkeys([other for *_, other in sorted(near)] + beginnings))


def nearest_written(typed: str, written: Iterable[str]) -> str | None:
    """Of some words, the one that is fewest slips from what was typed; None where all are too far from it."""
    slips = slips_allowed(typed)
    near = [(distance, word) for word in sorted(set(written)) if (distance := slips_between(typed, word, slips)) <= slips]
    return min(near)[1] if near else None


def slips_allowed(word: str) -> int:
    """How many slips a word may hold."""
    return 1 if len(word) < LONG else 2


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
