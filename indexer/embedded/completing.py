"""What a person may be typing: names that are known, found by how they or their words begin."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate, islice

from indexer.embedded.words import ACCENTS, whole_words
from indexer.query import Completion

#: No more of what was typed is looked at.
LONGEST = 100

#: One letter begins too much to help.
SHORTEST = 2


class Completing:
    """Names to complete to. Kept as one text, a line each, shortest first, so that a search ends with the first few that fit."""

    def __init__(self, known: Iterable[Completion]) -> None:
        self._known = sorted((each for each in known if each.text), key=lambda each: (len(each.text), each.text))
        lines = ["\n" + _line(each.text) for each in self._known]
        self._text = "".join(lines)
        self._starts = list(accumulate(map(len, lines), initial=0))[:-1]

    def complete(self, typed: str, limit: int) -> tuple[Completion, ...]:
        """Up to `limit` names: first those that begin with what was typed, then those with a word that does; shorter ones first."""
        typed = _line(typed)[:LONGEST]
        if len(typed) < SHORTEST:
            return ()
        first = list(islice(self._lines("\n" + typed), limit))
        # What begins with it may also have a later word that does.
        others = (line for line in self._lines(" " + typed) if not self._text.startswith(typed, self._starts[line] + 1))
        return tuple(self._known[line] for line in [*first, *islice(others, limit - len(first))])

    def _lines(self, beginning: str) -> Iterator[int]:
        """The lines that hold a text, each once, in order."""
        at = self._text.find(beginning)
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            yield line
            if line + 1 == len(self._starts):
                return
            at = self._text.find(beginning, self._starts[line + 1])


def _line(text: str) -> str:
    return " ".join(whole_words(text).translate(ACCENTS).casefold().split())
