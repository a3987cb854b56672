"""Runs of words that mean something to a council: synonyms, and the names of councils, places and suppliers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from indexer.embedded.words import tokens
from indexer.vocabulary import Vocabulary

Terms = tuple[str, ...]
Meaning = TypeVar("Meaning")

#: Words of a council's name that do not say which council it is.
_NOT_TELLING = frozenset("borough city council county district london metropolitan of royal the".split())


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words that a question did not hold but may mean: which of its terms they stand for, and the words as listed."""

    stands_for: Terms
    terms: Terms
    words: str


@dataclass(frozen=True, slots=True)
class Name:
    """A council, region, nation or supplier that a question names: a filter, and its value."""

    filter: str
    value: str


class Phrasebook(Generic[Meaning]):
    """What runs of terms mean."""

    def __init__(self, entries: Iterable[tuple[Terms, Meaning]]) -> None:
        self._table: dict[Terms, list[Meaning]] = {}
        for terms, meaning in entries:
            if terms:
                self._table.setdefault(terms, []).append(meaning)
        self._longest = max(map(len, self._table), default=0)

    def find(self, terms: Sequence[str]) -> list[tuple[Terms, Meaning]]:
        """Every run of the terms that is listed, with each of its meanings; a run inside a longer one is not looked at."""
        found: list[tuple[Terms, Meaning]] = []
        start = 0
        while start < len(terms):
            for end in range(min(len(terms), start + self._longest), start, -1):
                run = tuple(terms[start:end])
                if run in self._table:
                    found += [(run, meaning) for meaning in self._table[run]]
                    start = end - 1
                    break
            start += 1
        return found


def synonyms(vocabulary: Vocabulary) -> Phrasebook[str]:
    """What else to search for, by what is typed."""
    return Phrasebook((terms_of(entry.typed), words) for entry in vocabulary.synonyms for words in entry.finds)


def names(named: Mapping[str, Mapping[str, str]], vocabulary: Vocabulary) -> Phrasebook[Name]:
    """The names of what case studies can be filtered by. `named` has, by filter, each value's name."""
    entries: dict[tuple[Terms, Name], None] = {}
    for each, values in named.items():
        for value, name in values.items():
            spoken = [name]
            if each == "council" and value in vocabulary.councils:
                council = vocabulary.councils[value]
                spoken += [council.short_name, value.replace("-", " "), *council.other_names, _telling(name)]
            entries |= dict.fromkeys((terms_of(words), Name(each, value)) for words in spoken)
    return Phrasebook(entries)


def terms_of(words: str) -> Terms:
    """The terms of some words, in order."""
    return tuple(token.term for token in tokens(words))


def _telling(name: str) -> str:
    """A council's name without the words that most councils' names have."""
    return " ".join(word for word in name.split() if word.lower() not in _NOT_TELLING)
