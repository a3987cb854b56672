"""How well each case study answers by words: BM25F over the terms of a question, its synonyms and its phrases.

BM25F as its authors define it (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, equations 3.15 to
3.20): a word's counts are weighed over the fields first and dampened once, where Whoosh's own dampens in each field and adds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from indexer.arrays import Flags, Floats, Numbers
from indexer.embedded.bm25f import Postings
from indexer.embedded.phrasebook import Expansion
from indexer.embedded.question import Asked
from indexer.embedded.words import Words

#: Of all that is asked, the rarest terms say what it is about.
MOST_TERMS = 60

#: What a synonym counts for, against the word that was typed: less, so that it ranks below.
SYNONYM = 0.5


@dataclass(frozen=True, slots=True)
class WordMatch:
    """What the word index found, one number for each case study in order of slug.

    `scores` are BM25F, in no unit; `share` is how much of the question's words each holds, rare ones counting more (0 to 1),
    a synonym standing for what was typed; `typed` is the same without synonyms;
    `phrases` flags those with every quoted phrase, or is None when none was quoted or none holds them all; `found` the
    places that hold each term; `added` those that hold each synonym, and its terms.
    """

    scores: Floats
    share: Floats
    typed: Floats
    phrases: Flags | None
    found: Mapping[str, Numbers]
    added: Mapping[Expansion, Numbers]

    def held(self, places: Numbers) -> list[tuple[set[str], list[Expansion]]]:
        """The terms of the question, and the synonyms, that each of the case studies at some places holds."""
        terms = {term: _among(places, found) for term, found in self.found.items()}
        added = {each: _among(places, found) for each, found in self.added.items()}
        return [
            ({term for term, having in terms.items() if having[row]}, [each for each, having in added.items() if having[row]])
            for row in range(len(places))
        ]


def match(words: Words, asked: Asked) -> WordMatch:
    """Score every case study for a question, and look for its phrases."""
    postings = {term: words.postings(term) for term in asked.words}
    kept = sorted(postings, key=lambda term: -postings[term].rarity)[:MOST_TERMS]
    # A word that no case study holds is the rarest of all: its absence tells most.
    counted = [term for term in kept if term not in asked.places] or kept
    whole = sum(postings[term].rarity for term in counted)
    added = {each: _of_run(words, each.terms) for each in asked.expansions}
    scores = np.zeros(words.size, dtype=np.float32)
    typed = np.zeros(words.size, dtype=np.float32)
    instead = np.zeros(words.size, dtype=np.float32)
    for term in kept:
        _add(scores, postings[term])
        if term not in counted:
            continue
        part = np.float32(postings[term].rarity / whole)
        np.add.at(typed, postings[term].places, part)
        if synonyms := [found.places for expansion, found in added.items() if term in expansion.stands_for]:
            instead += part * _any_but(synonyms, postings[term].places, words.size)
    for term in asked.manner:
        # Adds to a score, but whether a case study holds enough of the question does not hang on it.
        _add(scores, words.postings(term))
    for found in added.values():
        _add(scores, found, SYNONYM)
    return WordMatch(
        scores,
        typed + instead,
        typed,
        _with_phrases(words, asked),
        {term: found.places for term, found in postings.items() if found.places.size},
        {expansion: found.places for expansion, found in added.items() if found.places.size},
    )


def _any_but(any_of: list[Numbers], but: Numbers, size: int) -> Flags:
    """Flags the places that are in any of some, but not in another."""
    flags = np.zeros(size, dtype=np.bool_)
    for places in any_of:
        flags[places] = True
    flags[but] = False
    return flags


def _of_run(words: Words, terms: tuple[str, ...]) -> Postings:
    return words.postings(terms[0]) if len(terms) == 1 else words.phrase(terms)


def _add(scores: Floats, found: Postings, worth: float = 1.0) -> None:
    """Add one term's part of BM25F to every score."""
    np.add.at(scores, found.places, found.scores if worth == 1 else np.float32(worth) * found.scores)


def _with_phrases(words: Words, asked: Asked) -> Flags | None:
    if not asked.phrases:
        return None
    flags = np.ones(words.size, dtype=np.bool_)
    for terms in asked.phrases:
        having = np.zeros(words.size, dtype=np.bool_)
        having[words.phrase(terms).places] = True
        flags &= having
    return flags if flags.any() else None


def _among(places: Numbers, found: Numbers) -> list[bool]:
    """Which of some places are among those found, which are in order."""
    if not len(found):
        return [False] * len(places)
    at = np.minimum(np.searchsorted(found, places), len(found) - 1)
    having: list[bool] = (found[at] == places).tolist()
    return having
