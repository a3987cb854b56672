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

from indexer import (
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
from indexer.query import MOST_PER_PAGE

#: Words of one row mean alike.
CONCEPTS = (
    ("repair", "maintenance", "fix", "upkeep", "broken"),
    ("damp", "mould", "condensation", "moisture"),
    ("sensor", "monitor", "detector", "device", "gadget"),
    ("bin", "refuse", "waste", "rubbish", "recycl"),
    ("replace", "migrate", "modernise", "legacy"),
    ("chatbot", "assistant", "bot"),
    ("housing", "tenant", "home", "landlord", "dwelling"),
    ("road", "highway", "pothole", "carriageway"),
    ("failure", "abandon", "overrun"),
)

STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a an and are as at be but by can do does for from has have how i if in into is it its me my need not of on or our
        that the their there they this to us want was we were what when where which who why will with would you your""",
    )
)

#: At least this share of the words, the rare ones counting more, where not all are there.
SHARE = 0.55
#: A match by meaning alone must reach this.
FLOOR = 0.7
#: Longer questions are cut: nobody asks in more words.
MOST_CHARACTERS, MOST_WORDS = 10_000, 100


def stem(word: str) -> str:
    """A word without its commonest endings, so that “repairs” finds “repair”."""
    for ending in ("ing", "ies", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending == "ies" else "")
    return word.removesuffix("e") if len(word) > 4 else word


_CONCEPT_OF = {stem(word): number for number, row in enumerate(CONCEPTS) for word in row}


def words_of(text: str) -> list[str]:
    """The words of a text, lower-cased."""
    return re.findall(r"\w+", text.lower())


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question taken apart: what was typed by stem, the phrases in quotes, and the concepts it is about."""

    typed: Mapping[str, str]
    phrases: tuple[str, ...]
    concepts: frozenset[int]
    title: str
    anything: bool


def _asked(text: str) -> _Asked:
    text = text[:MOST_CHARACTERS].strip()
    words = words_of(text)[:MOST_WORDS]
    telling = [word for word in words if word not in STOP_WORDS] or words
    phrases = tuple(" ".join(words_of(phrase)) for phrase in re.findall(r'"([^"]+)"', text))
    typed = {stem(word): word for word in reversed(telling)}
    concepts = frozenset(_CONCEPT_OF[each] for each in typed if each in _CONCEPT_OF)
    return _Asked(dict(reversed(typed.items())), tuple(filter(None, phrases)), concepts, " ".join(words), not text)


@dataclass(frozen=True, slots=True)
class _Match:
    """How one case study answers: its place in the ranking, and what to say about it."""

    key: tuple[float, ...]
    scores: Scores
    in_title: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    nearest: Section | None = None
    by_meaning_only: bool = False


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
        self._stems = {slug: Counter(map(stem, words_of(self._text(it)))) for slug, it in self._all.items()}
        self._holding = Counter(each for stems in self._stems.values() for each in stems)

    @property
    def built(self) -> Built:
        """As if it had been built on a day in spring."""
        passages = sum(len(it.sections) for it in self._all.values())
        return Built("2026-03-02T09:00:00+00:00", None, len(self._all), passages, "a table of words", "none", "exact", 1, {})

    def search(self, query: Query) -> Results:
        """The case studies that answer, best first."""
        asked = _asked(query.text)
        by_meaning = self.meaning and query.mode != "words" and not asked.anything
        matches = {slug: match for slug in self._all if (match := self._match(slug, asked, query.mode, by_meaning))}
        shown = [slug for slug in matches if self._meets(slug, query.filters)]
        sort = "newest" if query.sort == "best" and asked.anything else query.sort
        shown.sort(key=lambda slug: (*self._first(slug, sort), *(-part for part in matches[slug].key), slug))
        size = max(1, min(query.per_page, MOST_PER_PAGE))
        start = (max(1, query.page) - 1) * size
        return Results(
            query=query,
            hits=tuple(self._hit(slug, matches[slug], asked, query.filters) for slug in shown[start : start + size]),
            total=len(shown),
            counts=self._counts(matches, query.filters),
            by_meaning=by_meaning,
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

    def _text(self, it: CaseStudy) -> str:
        councils = [self.vocabulary.councils[slug].name for slug in it.councils if slug in self.vocabulary.councils]
        themes = [value_name("theme", slug, self.vocabulary) for slug in it.themes]
        return " ".join([it.title, it.summary, it.text, *councils, *themes, *it.suppliers, *it.technology])

    def _match(self, slug: str, asked: _Asked, mode: str, by_meaning: bool) -> _Match | None:
        it, stems = self._all[slug], self._stems[slug]
        if asked.anything:
            return _Match((), Scores(0, 0, 0))
        if any(f" {phrase} " not in f" {' '.join(words_of(self._text(it)))} " for phrase in asked.phrases):
            return None
        found = [each for each in asked.typed if each in stems]
        titled = {stem(word) for word in words_of(it.title)}
        words = sum(self._rarity(each) * (1 + math.log(stems[each]) + 2 * (each in titled)) for each in found)
        known = sum(self._rarity(each) for each in asked.typed if self._holding[each])
        share = sum(self._rarity(each) for each in found) / known if known else 0.0
        enough = mode != "meaning" and share >= SHARE
        near, nearest = self._nearest(it, asked) if by_meaning else (0.0, None)
        if not enough and near < FLOOR:
            return None
        exact = asked.title == " ".join(words_of(it.title))
        return _Match(
            key=(exact, bool(asked.phrases), enough and len(found) == len(asked.typed), words + near, near),
            scores=Scores(words + near, words, near),
            in_title=tuple(asked.typed[each] for each in found if each in titled),
            elsewhere=tuple(asked.typed[each] for each in found if each not in titled),
            nearest=nearest if near >= FLOOR else None,
            by_meaning_only=not enough,
        )

    def _rarity(self, each: str) -> float:
        return math.log(1 + len(self._all) / (1 + self._holding[each]))

    def _nearest(self, it: CaseStudy, asked: _Asked) -> tuple[float, Section | None]:
        best: tuple[float, Section | None] = (0.0, None)
        for section in it.sections if asked.concepts else ():
            about = {_CONCEPT_OF[each] for word in words_of(f"{it.title} {section.text}") if (each := stem(word)) in _CONCEPT_OF}
            near = len(asked.concepts & about) / len(asked.concepts)
            best = max(best, (near, section), key=lambda pair: pair[0])
        return best

    def _meets(self, slug: str, filters: Mapping[str, Sequence[str]], lifted: str = "") -> bool:
        values = self._values[slug]
        return all(any(value in values.get(name, {}) for value in chosen) for name, chosen in filters.items() if chosen and name != lifted)

    def _first(self, slug: str, sort: str) -> tuple[float, ...]:
        if sort == "newest":
            return (-self._all[slug].last_changed.toordinal(),)
        return (-self._grades[slug],) if sort == "evidence" else ()

    def _counts(self, matches: Iterable[str], filters: Mapping[str, Sequence[str]]) -> dict[str, tuple[Count, ...]]:
        return {name: self._counts_of(name, matches, filters) for name in next(iter(self._values.values()), {})}

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

    def _hit(self, slug: str, match: _Match, asked: _Asked, filters: Mapping[str, Sequence[str]]) -> Hit:
        it = self._all[slug]
        nearest = match.nearest
        passage = NearestPassage(nearest.heading, nearest.anchor, nearest.text[:240]) if nearest else None
        met = (self._values[slug].get(name, {}).get(value) for name, chosen in filters.items() for value in chosen)
        why = Why(
            words_in_title=match.in_title,
            words_elsewhere=match.elsewhere,
            passage=passage,
            by_meaning_only=match.by_meaning_only,
            filters_met=tuple(name for name in met if name),
        )
        return Hit(it, self._grades[slug], _pieces(it.title, asked), _pieces(_around(it, asked), asked), why, match.scores)


def _around(it: CaseStudy, asked: _Asked) -> str:
    """A few words around the first that was asked for, or nothing."""
    for section in it.sections:
        for found in re.finditer(r"\w+", section.text):
            if stem(found[0].lower()) in asked.typed:
                start = section.text.rfind(" ", 0, max(0, found.start() - 80)) + 1
                return section.text[start : found.end() + 120].replace("\n", " ")
    return ""


def _pieces(text: str, asked: _Asked) -> tuple[Piece, ...]:
    parts = re.split(r"(\w+)", text)
    return tuple(Piece(part, stem(part.lower()) in asked.typed) for part in parts if part)
