"""Words that look misspelt, and what our own case studies hold instead."""

from __future__ import annotations

from collections.abc import Callable, Iterable

#: Shorter words are left alone: too many of them are one letter from another ("Hover" is not "over").
SHORTEST = 5

#: So many letters at the end of a word may be no part of its stem ("-isation").
LONGEST_ENDING = 7

#: In words this long, two slips still leave no doubt.
LONG = 8


class Spelling:
    """The terms there are, by first letter. A suggestion begins with the letter that was typed (nobody gets that wrong)."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for term in sorted(terms):
            if len(term) >= SHORTEST - 1 and term.isalpha():
                self._terms.setdefault(term[0], []).append((term, frozenset(term)))

    def near(self, term: str, commonness: Callable[[str], int]) -> list[str]:
        """The terms that were likely meant: one slip away, or two in a long word, nearest and commonest first.

        Then those that are so near to its beginning, longest first ("digit" to "digtal"): a slip leaves a stem that no ending was
        taken off.
        """
        slips = slips_allowed(term)
        near: list[tuple[int, int, int, str]] = []
        for other, letters in self._terms.get(term[:1], ()):
            # A letter that was not typed is a slip each: most terms need not be looked at any closer.
            if not -LONGEST_ENDING <= len(other) - len(term) <= slips or len(letters.difference(term)) > slips:
                continue
            whole, beginning = slips_between(term, other, slips)
            if whole <= slips:
                near.append((0, whole, -commonness(other), other))
            elif beginning <= slips and len(other) < len(term):
                near.append((1, -len(other), beginning, other))
        return [other for *_, other in sorted(near)]


def nearest_written(typed: str, written: Iterable[str]) -> str | None:
    """Of some words, the one that is fewest slips from what was typed; None where all are too far from it."""
    slips = slips_allowed(typed)
    near = [(distance, word) for word in sorted(set(written)) if (distance := slips_between(typed, word, slips)[0]) <= slips]
    return min(near)[1] if near else None


def slips_allowed(word: str) -> int:
    """How many slips a word may hold."""
    return 1 if len(word) < LONG else 2


def slips_between(one: str, other: str, most: int) -> tuple[int, int]:
    """How many slips of the fingers lie between two words, and at least between any beginning of the first and the other: a letter
    too many, missing, wrong, or two changed round.

    Optimal string alignment distance. Where it is more than `most`, `most` + 1.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    beginning = row[-1]
    for place, letter in enumerate(one, 1):
        before, last, row = row, before, [place]
        for at, against in enumerate(other, 1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (letter != against))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == against:
                cost = min(cost, last[at - 2] + 1)
            row.append(cost)
        beginning = min(beginning, row[-1])
        if min(row) > most:
            return most + 1, min(beginning, most + 1)
    return min(row[-1], most + 1), min(beginning, most + 1)
