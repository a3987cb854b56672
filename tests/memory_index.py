"""A small, honest index held in memory, for tests of the portal: it keeps the rules of search in the simplest way.

Words are lower-cased and lose a few endings. Meaning is a short made-up table of words that mean alike.
It passes the same contract tests as the real engines, so a page that works with it works with them.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from indexer import (
    FILTER_NAMES,
    Adoption,
    Built,
    CaseStudy,
    Completion,
    Count,
    Hit,
    NearestPassage,
    Piece,
    Query,
    Results,
    Scores,
    Section,
    Similar,
    Vocabulary,
    Why,
    evidence,
    filter_values,
    value_name,
)
from indexer.passages import plain_text
from indexer.query import Mode
from tests.memory_question import Added, Asked, ask, concepts_of, put_right, run_of, stem, title_of, words_of

#: At least this share of the words, the rare ones counting more, where not all are there.
SHARE = 0.5
#: A long question, which nothing matches whole: what holds nearly as much as the best answers, if it is so many words.
NEARLY, SOME = 0.75, 3
#: A match by meaning alone must reach this.
FLOOR = 0.7
#: What a synonym counts for, against the word that was typed.
SYNONYM = 0.5


@dataclass(frozen=True, slots=True)
class _Words:
    """What one case study holds of a question: terms, synonyms, how much of what was asked that is, and what it counts for."""

    found: tuple[str, ...]
    added: tuple[Added, ...]
    share: float
    worth: float


_NOTHING = Scores(0, 0, 0)
_NO_WORDS = _Words((), (), 0, 0)


@dataclass(frozen=True, slots=True)
class _Match:
    """How one case study answers: what ranks it, and what to say about it."""

    exact: bool = False
    whole: bool = False
    scores: Scores = _NOTHING
    words: _Words = _NO_WORDS
    nearest: Section | None = None
    by_meaning_only: bool = False


@dataclass(frozen=True, slots=True)
class _Answer:
    """A question and the case studies that answer it, whatever the filters."""

    asked: Asked
    matches: Mapping[str, _Match]


class MemoryIndex:
    """Case studies held in memory behind the same door as a real index. `current` and `closed` are for tests to turn and see."""

    def __init__(
        self, case_studies: Iterable[CaseStudy], vocabulary: Vocabulary, adoptions: Iterable[Adoption] = (), meaning: bool = True
    ) -> None:
        self.vocabulary = vocabulary
        self.adoptions = tuple(sorted(adoptions, key=lambda adoption: adoption.slug))
        self.meaning = meaning
        self.current = True
        self.closed = False
        self._all = {it.slug: it for it in sorted(case_studies, key=lambda it: it.slug)}
        self._grades = {slug: evidence(it, self.adoptions).grade for slug, it in self._all.items()}
        self._values = {slug: filter_values(it, vocabulary, self._grades[slug]) for slug, it in self._all.items()}
        self._runs = {slug: run_of(self._text(it)) for slug, it in self._all.items()}
        self._stems = {slug: Counter(run.split()) for slug, run in self._runs.items()}
        self._about = {
            slug: [(section, concepts_of(f"{it.title} {section.text}")) for section in it.sections] for slug, it in self._all.items()
        }
        self._titled = {slug: frozenset(run_of(it.title).split()) for slug, it in self._all.items()}
        self._holding = Counter(each for stems in self._stems.values() for each in stems)

    @property
    def built(self) -> Built:
        """As if it had been built on a day in spring."""
        passages = sum(len(it.sections) for it in self._all.values())
        return Built("2026-03-02T09:00:00+00:00", None, len(self._all), passages, "a table of words", "none", "exact", 1, {})

    def search(self, query: Query) -> Results:
        """The case studies that answer, best first. Where none does, the question put right is asked instead."""
        by_meaning = self.meaning and query.mode != "words" and bool(query.text.strip())
        answer = self._answer(query.text, query.mode, by_meaning)
        suggestion = None if answer.asked.anything else put_right(query.text, self._spelt, self.vocabulary)
        corrected = None
        if suggestion and not answer.matches:
            other = self._answer(suggestion, query.mode, by_meaning)
            if other.matches:
                answer, corrected, suggestion = other, suggestion, None
        shown = sorted(self._shown(answer, query), key=lambda slug: (*self._first(slug, answer, query), slug))
        size = query.hits_per_page
        start = (max(1, query.page) - 1) * size
        return Results(
            query=query,
            hits=tuple(self._hit(slug, answer, query) for slug in shown[start : start + size]) if query.show != "slugs" else (),
            slugs=tuple(shown[start : start + size]),
            total=len(shown),
            counts=self._counts(answer.matches, query.filters),
            by_meaning=by_meaning,
            also_searched=tuple(each.words for each in answer.asked.added if any(each.run in run for run in self._runs.values())),
            suggestion=suggestion,
            corrected=corrected,
        )

    def get(self, slug: str) -> CaseStudy | None:
        """One case study, by its slug or a previous one."""
        return self._all.get(slug) or next((it for it in self._all.values() if slug in it.previous_slugs), None)

    def all(self) -> Iterable[CaseStudy]:
        """Every case study, by slug."""
        return tuple(self._all.values())

    def similar(self, slug: str, limit: int = 4) -> tuple[Similar, ...]:
        """Those that share most themes."""
        of = self.get(slug)
        if of is None:
            return ()
        shared = {it.slug: [theme for theme in of.themes if theme in it.themes] for it in self._all.values() if it.slug != of.slug}
        near = sorted((other for other in shared if shared[other]), key=lambda other: (-len(shared[other]), other))
        return tuple(
            Similar(self._all[other], f"Also about {value_name('theme', shared[other][0], self.vocabulary)}") for other in near[:limit]
        )

    def complete(self, text: str, limit: int = 8) -> tuple[Completion, ...]:
        """Titles and councils that begin so."""
        begun = text.lower().strip()
        titles = [Completion(it.title, "case study", it.slug) for it in self._all.values()]
        councils = [Completion(it.name, "council", it.slug) for it in self.vocabulary.councils.values()]
        return tuple(it for it in titles + councils if begun and it.text.lower().startswith(begun))[:limit]

    def warm(self) -> None:
        """Nothing to load."""

    def is_current(self) -> bool:
        """Until a test says otherwise."""
        return self.current

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed = True

    @cached_property
    def _spelt(self) -> tuple[str, ...]:
        """Every word, commonest first."""
        counted = Counter(word for it in self._all.values() for word in words_of(self._text(it).lower()))
        return tuple(sorted(counted, key=lambda word: (-counted[word], word)))

    def _text(self, it: CaseStudy) -> str:
        councils = [self.vocabulary.councils[slug].name for slug in it.councils if slug in self.vocabulary.councils]
        themes = [value_name("theme", slug, self.vocabulary) for slug in it.themes]
        return " ".join([it.title, it.summary, *_passages(it), *councils, *themes, *it.suppliers, *it.technology])

    def _answer(self, text: str, mode: Mode, by_meaning: bool) -> _Answer:
        asked = ask(text, self.vocabulary)
        if asked.anything:
            return _Answer(asked, dict.fromkeys(self._all, _Match()))
        among = [slug for slug, run in self._runs.items() if all(phrase in run for phrase in asked.phrases)] if asked.phrases else []
        words = {slug: self._words(slug, asked) for slug in among or self._all}
        nearly = NEARLY * max((each.share for each in words.values()), default=0)
        matches: dict[str, _Match] = {}
        for slug, held in words.items():
            near, nearest = self._nearest(self._all[slug], asked) if by_meaning else (0.0, None)
            enough = held.share >= SHARE or (held.share >= nearly and len(held.found) >= SOME)
            enough = bool(among) or (enough and mode != "meaning")
            if enough or near >= FLOOR:
                matches[slug] = _Match(
                    exact=asked.title == title_of(self._all[slug].title),
                    whole=mode == "words" and len(held.found) == len(asked.typed),
                    scores=Scores(near + (0 if mode == "meaning" else held.worth), held.worth, near),
                    words=held,
                    nearest=nearest if near >= FLOOR else None,
                    by_meaning_only=not enough,
                )
        return _Answer(asked, matches)

    def _words(self, slug: str, asked: Asked) -> _Words:
        stems = self._stems[slug]
        found = tuple(each for each in asked.typed if each in stems)
        added = tuple(each for each in asked.added if each.run in self._runs[slug])
        stood_for = {each for it in added for each in it.stands_for if each in asked.typed} - {*found}
        whole = sum(map(self._rarity, asked.typed))
        worth = sum(self._rarity(each) * (1 + math.log(stems[each]) + 2 * (each in self._titled[slug])) for each in found)
        instead = sum(self._rarity(each) for each in stood_for)
        share = (sum(self._rarity(each) for each in found) + instead) / whole if whole else 0.0
        return _Words(found, added, share, worth + SYNONYM * instead)

    def _rarity(self, each: str) -> float:
        return math.log(1 + len(self._all) / (1 + self._holding[each]))

    def _nearest(self, it: CaseStudy, asked: Asked) -> tuple[float, Section | None]:
        best: tuple[float, Section | None] = (0.0, None)
        for section, about in self._about[it.slug] if asked.concepts else ():
            near = len(asked.concepts & about) / len(asked.concepts)
            best = max(best, (near, section), key=lambda pair: pair[0])
        return best

    def _shown(self, answer: _Answer, query: Query) -> list[str]:
        return [slug for slug in answer.matches if self._meets(slug, query.filters)]

    def _meets(self, slug: str, filters: Mapping[str, Sequence[str]], lifted: str = "") -> bool:
        values = self._values[slug]
        return all(any(value in values[name] for value in filters.get(name, ())) for name in values if filters.get(name) and name != lifted)

    def _first(self, slug: str, answer: _Answer, query: Query) -> tuple[float, ...]:
        """What a case study is sorted by, least first."""
        match = answer.matches[slug]
        if query.sort == "newest" or (query.sort == "best" and answer.asked.anything):
            return (-self._all[slug].last_changed.toordinal(),)
        if query.sort == "evidence":
            return (-self._grades[slug], -match.scores.fused)
        return (-match.exact, -match.whole, -match.scores.fused)

    def _counts(self, matches: Iterable[str], filters: Mapping[str, Sequence[str]]) -> dict[str, tuple[Count, ...]]:
        return {name: self._counts_of(name, matches, filters) for name in FILTER_NAMES}

    def _counts_of(self, name: str, matches: Iterable[str], filters: Mapping[str, Sequence[str]]) -> tuple[Count, ...]:
        numbers: Counter[str] = Counter()
        names: dict[str, str] = {}
        for slug in matches:
            if self._meets(slug, filters, lifted=name):
                names |= self._values[slug][name]
                numbers.update(self._values[slug][name].keys())
        chosen = tuple(dict.fromkeys(filters.get(name, ())))
        found = [
            Count(value, names.get(value) or value_name(name, value, self.vocabulary), numbers[value], value in chosen)
            for value in dict.fromkeys((*numbers, *chosen))
        ]
        return tuple(sorted(found, key=lambda count: (-count.number, count.value)))

    def _hit(self, slug: str, answer: _Answer, query: Query) -> Hit:
        it, match, typed = self._all[slug], answer.matches[slug], answer.asked.typed
        if query.show == "case studies":
            return Hit(it, self._grades[slug], (Piece(it.title),), (), Why(), match.scores)
        nearest, titled = match.nearest, self._titled[slug]
        met = (self._values[slug].get(name, {}).get(value) for name, chosen in query.filters.items() for value in dict.fromkeys(chosen))
        why = Why(
            words_in_title=tuple(typed[each] for each in match.words.found if each in titled),
            words_elsewhere=tuple(typed[each] for each in match.words.found if each not in titled),
            synonyms=tuple(each.words for each in match.words.added),
            passage=NearestPassage(nearest.heading, nearest.anchor, plain_text(nearest.text)[:240]) if nearest else None,
            by_meaning_only=match.by_meaning_only,
            filters_met=tuple(name for name in met if name),
        )
        marked = {*match.words.found, *(each for added in match.words.added for each in added.run.split())}
        return Hit(it, self._grades[slug], _pieces(it.title, marked), _pieces(_around(it, marked), marked), why, match.scores)


def _passages(it: CaseStudy) -> list[str]:
    return [it.summary, *(plain_text(section.text) for section in it.sections)]


def _around(it: CaseStudy, stems: set[str]) -> str:
    """A few words around the first that was asked for, or nothing."""
    for text in _passages(it):
        for found in re.finditer(r"\w+", text):
            if stem(found[0]) in stems:
                start = text.rfind(" ", 0, max(0, found.start() - 80)) + 1
                return text[start : found.end() + 120].replace("\n", " ")
    return ""


def _pieces(text: str, stems: set[str]) -> tuple[Piece, ...]:
    parts = re.split(r"(\w+)", text)
    return tuple(Piece(part, stem(part) in stems) for part in parts if part)
