"""Finding the words of a question in a text that is shown, quicker than by reading every word of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from indexer.embedded.words import ACCENTS, LONGEST_WORD, WORD, Token, term_of

_accented = re.compile("[" + "".join(chr(letter) for letter in ACCENTS if letter > 127) + "]")


class Finder:
    """A quick `tokens` for a few terms: leaves out words that cannot have one of them, by how they begin.

    A stem keeps the beginning of its word but for the last letter or so; reading a page of hits whole is what costs.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._beginnings = {term[: max(2, len(term) - 1)] for term in terms}

    def most(self, text: str) -> int:
        """No more different words than this can be found in a text."""
        plain = _plain(text)
        return sum(map(plain.__contains__, self._beginnings))

    def __call__(self, text: str) -> list[Token]:
        """The words of a text that can have one of the terms, and perhaps a few others."""
        plain = _plain(text)
        starts: set[int] = set()
        for beginning in self._beginnings:
            at = plain.find(beginning)
            while at >= 0:
                if not at or not (plain[at - 1].isalnum() or plain[at - 1] == "_"):
                    starts.add(at)
                at = plain.find(beginning, at + 1)
        found: list[Token] = []
        for start in sorted(starts):
            word = WORD.match(text, start)
            if word and (not found or start >= found[-1].end):
                found.append(Token(term_of(word[0][:LONGEST_WORD]), start, word.end()))
        return found


def _plain(text: str) -> str:
    """A text in lower case without accents, letter for letter: what stands at a place of the one stands there in the other."""
    lower = text.lower()
    if lower.isascii() or (len(lower) == len(text) and not _accented.search(lower)):
        return lower
    return "".join(each if len(each) == 1 else " " for each in map(_plain_letter, text))


@lru_cache(maxsize=2_000)
def _plain_letter(letter: str) -> str:
    lower = letter.lower()
    return str(ACCENTS.get(ord(lower), lower)) if len(lower) == 1 else lower
