"""A question taken apart: which words count, and which stand in quotes. No text is ever parsed: any text is words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from indexer.embedded.phrasebook import Expansion, Name, Phrasebook, terms_of
from indexer.embedded.words import LONGEST_WORD, tokens

#: More of a pasted text than this is not looked at.
LONGEST = 10_000

#: Of a pasted email, this many different words are looked up.
MOST_LOOKED_UP = 150

MOST_PHRASES = 5

#: Synonyms and names are looked for in this many words of the beginning, and so many synonyms added.
MOST_IN_RUNS = 300
MOST_EXPANSIONS = 12

#: The commonest words of English: they say nothing, unless they are the whole question.
STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be because been being but by can could did do does doing for from
    had has have having he her here him his how i if in into is it its me more most my no not of on or other our out
    re s she should so some such t than that the their them then there these they this those through to too up us ve
    was we were what when where which who whom whose why will with would you your
    """.split()
)

#: How people put a question ("has anybody tried", "we need help with"). A case study that holds these words too may be a
#: little nearer, but one that lacks them answers no less.
HOW_PEOPLE_ASK = frozenset(
    """
    anybody anyone asked best better done else ever get getting give got help just know let like look looking m make
    many may might much must need needed needing one please show somebody someone something tell tried try trying use
    used using very want wanted wants well whether without
    """.split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart: the terms it is about, each with the word as typed; terms that only say how it is put; the
    quoted phrases as terms; synonyms to search for too; the councils, places and suppliers it names; and the terms of those
    that are places: where somebody did it says less than what they did."""

    words: Mapping[str, str]
    manner: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    expansions: tuple[Expansion, ...] = ()
    names: tuple[Name, ...] = ()
    places: frozenset[str] = frozenset()


def ask(text: str, thesaurus: Phrasebook[str] | None = None, names: Phrasebook[Name] | None = None) -> Asked:
    """Take any text apart. A stop word counts only inside quotes, or where it is the whole question."""
    text = text[:LONGEST]
    phrases = tuple(
        terms
        for quoted in re.findall(r"[\"“”]([^\"“”]{1,300})[\"“”]", text)
        if len(terms := tuple(token.term for token in tokens(quoted))) > 1
    )
    found = tokens(text)
    words: dict[str, str] = {}
    for token in found:
        words.setdefault(token.term, text[token.start : token.end][:LONGEST_WORD])
    spoken = dict([(term, word) for term, word in words.items() if word.lower() not in STOP_WORDS][:MOST_LOOKED_UP])
    about = {term: word for term, word in spoken.items() if word.lower() not in HOW_PEOPLE_ASK}
    manner = tuple(term for term in spoken if term not in about) if about else ()
    run = [token.term for token in found[:MOST_IN_RUNS]]
    named = names.find(run) if names else []
    return Asked(
        words=about or (words if len(words) == 1 else {}),
        manner=manner,
        phrases=phrases[:MOST_PHRASES],
        expansions=_expansions(run, words, thesaurus),
        names=tuple(dict.fromkeys(name for _, name in named)),
        places=frozenset(term for terms, name in named for term in terms if name.filter != "supplier"),
    )


def _expansions(run: list[str], typed: Mapping[str, str], thesaurus: Phrasebook[str] | None) -> tuple[Expansion, ...]:
    """The synonyms of what was typed, but for those that were typed too."""
    listed = thesaurus.find(run) if thesaurus else []
    found = [Expansion(stands_for, terms_of(words), words) for stands_for, words in listed]
    return tuple(dict.fromkeys(each for each in found if each.terms and not all(term in typed for term in each.terms)))[:MOST_EXPANSIONS]
