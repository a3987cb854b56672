"""Finding a few terms in a text that is shown, quicker than by reading every word of it.

A stem keeps the beginning of its word but for the last letter or so, so that only words that begin alike need be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from indexer.embedded.words import ACCENTS, LONGEST_WORD, Token, term_of


class _Plain(dict[int, str]):
    """Each letter in small and without its accent, and a space for what is no part of a word; a full stop may be one (“gov.uk”)."""

    def __missing__(self, code: int) -> str:
        small = chr(code).lower()
        # “İ” alone is two letters in small, and would move all that follows it.
        letter = ACCENTS.get(ord(small), small) if len(small) == 1 else chr(code)
        self[code] = letter if letter.isalnum() or letter in "_." else " "
        return self[code]


_PLAIN = _Plain()

#: A full stop that ends something.
_END = re.compile(r"\.(?!\w)|\.(?<!\w\.)")


def plain(text: str) -> str:
    """A text to look words up in: in lower case, without accents, a space for whatever is no part of a word, and one before all.

    Letter for letter: what stands at a place of the text stands here one further.
    """
    return " " + _END.sub(" ", text.translate(_PLAIN))


def find(plain: str, terms: Iterable[str]) -> list[Token]:
    """The words of a text whose term is one of `terms`, in order, with their places in the text, given as made plain."""
    terms = set(terms)
    starts: set[int] = set()
    for term in terms:
        beginning = " " + term[: max(2, len(term) - 1)]
        at = plain.find(beginning)
        while at >= 0:
            starts.add(at)
            at = plain.find(beginning, at + 1)
    found: list[Token] = []
    for start in sorted(starts):
        end = plain.find(" ", start + 1)
        word = plain[start + 1 : end if end >= 0 else None]
        if (term := term_of(word[:LONGEST_WORD])) in terms:
            found.append(Token(term, start, start + len(word)))
    return found
