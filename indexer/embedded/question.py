"""A question taken apart: which words count, and which stand in quotes. No text is ever parsed: any text is words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.embedded.words import LONGEST_WORD, tokens

#: More of a pasted text than this is not looked at.
LONGEST = 20_000

#: Of a pasted email, this many different words are looked up.
MOST_LOOKED_UP = 150

MOST_PHRASES = 5

#: Words that say nothing about what is asked, unless they are the whole question: the commonest words of English, and the
#: way people put a question ("who has done it", "we need to").
STOP_WORDS = frozenset(
    """
    a about after all also am an and any anybody anyone are as asked at be because been being best better but by can
    could did do does doing done else ever for from get getting give got had has have having he help her here him his
    how i if in into is it its just know let like look looking m make many may me might more most much must my need
    needed needing no not of on one or other our out please re s should show so some somebody someone something such t
    tell than that the their them then there these they this those through to too tried try trying up us use used using
    ve very want wanted wants was we well were what when where whether which who whom whose why will with without would
    you your
    """.split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart: the terms that count, each with the word as typed, and the quoted phrases as terms."""

    words: Mapping[str, str]
    phrases: tuple[tuple[str, ...], ...]


def ask(text: str) -> Asked:
    """Take any text apart. A stop word counts only inside quotes, or where it is the whole question."""
    text = text[:LONGEST]
    phrases = tuple(
        terms
        for quoted in re.findall(r"[\"“”]([^\"“”]{1,300})[\"“”]", text)
        if len(terms := tuple(token.term for token in tokens(quoted))) > 1
    )
    words: dict[str, str] = {}
    for token in tokens(text):
        words.setdefault(token.term, text[token.start : token.end][:LONGEST_WORD])
    telling = [(term, word) for term, word in words.items() if word.lower() not in STOP_WORDS][:MOST_LOOKED_UP]
    return Asked(dict(telling) or (words if len(words) == 1 else {}), phrases[:MOST_PHRASES])
