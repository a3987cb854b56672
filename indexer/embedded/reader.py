"""An open generation: answers questions, never writes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from indexer.casestudy import Adoption, CaseStudy, from_json
from indexer.embedded.catalogue import Catalogue
from indexer.embedded.generations import current, folder_of, pointer
from indexer.embedded.manifest import Manifest, read_manifest
from indexer.embedded.question import Asked, ask
from indexer.embedded.shelf import Shelf
from indexer.embedded.vectors import Nearest, Vectors
from indexer.embedded.words import Token, WordMatch, Words, finder
from indexer.embedding import Encoder, SentenceEncoder
from indexer.embedding import Vectors as Matrix
from indexer.filters import value_name
from indexer.index import IndexMissing
from indexer.passages import Passage
from indexer.query import MOST_PER_PAGE, Built, Completion, Hit, NearestPassage, Query, Results, Scores, Similar, Why
from indexer.ranking import Flags, Floats, Matches, Places, fuse, matches, order
from indexer.snippets import mark, snippet
from indexer.vocabulary import Vocabulary, read_vocabulary

#: The model reads about this much of a question; the rest would be cut off anyway.
LONGEST_QUESTION = 2_000

#: A page number beyond any library, so that arithmetic on it stays small.
LAST_PAGE = 1_000_000


def open_index(index: Path, encoder: Callable[[], Encoder] = SentenceEncoder) -> EmbeddedIndex:
    """Open the generation that serves. Raises IndexMissing when there is none that this version can read."""
    # A generation may be cleared away between reading its number and opening it, if two builds end meanwhile.
    for last_try in (False, False, True):
        number = current(index)
        if number is None:
            break
        try:
            return EmbeddedIndex(index, number, encoder)
        except FileNotFoundError:
            if last_try:
                raise
    raise IndexMissing("The index has not been built. Run `copybook build`.")


@dataclass(frozen=True, slots=True)
class _Asking:
    """A question and what each half of the index said of it."""

    query: Query
    typed: Asked
    words: WordMatch
    nearest: Nearest | None
    found: Matches
    find: Callable[[str], list[Token]]


class EmbeddedIndex:
    """One generation, open to read from any number of threads (see `indexer.index.Index`)."""

    def __init__(self, index: Path, number: int, encoder: Callable[[], Encoder]) -> None:
        self._pointer = pointer(index)
        # Looked at before anything is opened: a switch in between is then noticed, never missed.
        self._seen = self._pointer.stat().st_mtime_ns, self._pointer.stat().st_ino
        folder = folder_of(index, number)
        self._manifest = _manifest(folder)
        self._vocabulary = read_vocabulary(folder / "lists")
        self._adoptions = tuple(from_json(Adoption, kept) for kept in json.loads((folder / "adoptions.json").read_text(encoding="utf-8")))
        self._catalogue = Catalogue(folder, self._vocabulary)
        self._words = Words(folder / "words", self._catalogue.slugs)
        self._vectors = Vectors(folder)
        self._shelf = Shelf(folder)
        self._make_encoder = encoder
        self._encoder: Encoder | None = None
        self._warming = threading.Lock()
        self._vector = lru_cache(maxsize=2_000)(self._encode)

    @property
    def built(self) -> Built:
        """When it was built, from what, and what was left out."""
        return self._manifest.built

    @property
    def vocabulary(self) -> Vocabulary:
        """The agreed lists as they were when it was built."""
        return self._vocabulary

    @property
    def adoptions(self) -> tuple[Adoption, ...]:
        """Every adoption, by slug."""
        return self._adoptions

    def is_current(self) -> bool:
        """Whether it is still the newest generation."""
        try:
            seen = self._pointer.stat()
        except FileNotFoundError:
            # The whole index was removed to be built again: what is open still answers.
            return True
        return (seen.st_mtime_ns, seen.st_ino) == self._seen

    def close(self) -> None:
        """Let go of files."""
        self._words.close()

    def warm(self) -> None:
        """Load the model. Raises ModelMissing if it cannot be used here; searches then go by words alone."""
        with self._warming:
            if self._encoder is None:
                encoder = self._make_encoder()
                built = self._manifest.built
                if (encoder.digest, encoder.precision) == (built.model_digest, built.precision):
                    self._encoder = encoder

    def get(self, slug: str) -> CaseStudy | None:
        """One case study, by its slug or a previous one."""
        place = self._catalogue.place.get(self._catalogue.previous.get(slug, slug))
        return None if place is None else self._shelf.case_study(place)

    def all(self) -> Iterator[CaseStudy]:
        """Every case study, by slug."""
        return map(self._shelf.case_study, range(len(self._shelf)))

    def search(self, query: Query) -> Results:
        """Filter, rank by words and by meaning, fuse, count; then look closer at the hits of one page."""
        typed = ask(query.text)
        words = self._words.match(typed.words, typed.manner, typed.phrases)
        nearest = self._nearest(query)
        found = self._matches(query, words, nearest)
        allowed = self._catalogue.allowed(query.filters)
        shown = found.answers & np.logical_and.reduce(list(allowed.values())) if allowed else found.answers
        scores = self._scores(query, words, nearest, shown)
        asked = _Asking(query, typed, words, nearest, found, finder(typed.words))
        page = self._order(query, scores, shown)[_page(query)]
        return Results(
            query=query,
            hits=tuple(self._hit(int(place), asked, scores) for place in page),
            total=int(shown.sum()),
            counts=self._catalogue.counts(found.answers, allowed, query.filters),
            by_meaning=nearest is not None,
        )

    def similar(self, slug: str, limit: int = 4) -> tuple[Similar, ...]:
        """The nearest others in meaning, nearest first, each with what they share."""
        place = self._catalogue.place.get(self._catalogue.previous.get(slug, slug))
        if place is None:
            return ()
        likeness = self._vectors.like(place)
        others = np.arange(len(likeness)) != place
        near = [int(other) for other in order(likeness, others)[:limit] if likeness[other] >= self._manifest.floor]
        return tuple(Similar(self._shelf.case_study(other), self._shared(place, other)) for other in near)

    def complete(self, text: str, limit: int = 8) -> tuple[Completion, ...]:
        """Titles, councils, themes and suppliers with a word that begins with what was typed; names that begin with it first."""
        typed = text.strip().casefold()[:100]
        if len(typed) < 2:
            return ()
        found = [
            (not name.casefold().startswith(typed), len(name), each)
            for each in self._completions
            if (name := each.text) and (name.casefold().startswith(typed) or f" {typed}" in name.casefold())
        ]
        return tuple(each for *_, each in sorted(found, key=lambda one: (one[0], one[1], one[2].text))[:limit])

    @property
    def _completions(self) -> Iterator[Completion]:
        for title, slug in zip(self._catalogue.titles, self._catalogue.slugs, strict=True):
            yield Completion(title, "case study", slug)
        for slug, name in self._catalogue.names("council").items():
            yield Completion(name, "council", slug)
        for slug, name in self._catalogue.names("theme").items():
            yield Completion(name, "theme", slug)
        for slug, name in self._catalogue.names("supplier").items():
            yield Completion(name, "supplier", slug)

    def _encode(self, text: str) -> Matrix:
        assert self._encoder is not None
        row: Matrix = self._encoder.encode([text])[0]
        return row

    def _nearest(self, query: Query) -> Nearest | None:
        """How near each case study is in meaning, where a model is loaded and something with letters was typed."""
        text = " ".join(query.text.split())[:LONGEST_QUESTION]
        if self._encoder is None or query.mode == "words" or not any(char.isalpha() for char in text):
            return None
        return self._vectors.nearest(self._vector(text))

    def _matches(self, query: Query, words: WordMatch, nearest: Nearest | None) -> Matches:
        size = len(self._catalogue.slugs)
        if not query.text.strip():
            return Matches(np.ones(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_))
        share = np.zeros_like(words.share) if query.mode == "meaning" else words.share
        found = matches(share, None if nearest is None else nearest.cosines, self._manifest.floor)
        if words.phrases is None:
            return found
        return Matches(words.phrases, np.zeros(size, dtype=np.bool_))

    def _scores(self, query: Query, words: WordMatch, nearest: Nearest | None, shown: Flags) -> Floats:
        cosines = None if nearest is None else nearest.cosines
        if query.mode == "meaning" and cosines is not None:
            return cosines
        return fuse(words.scores, cosines, shown)

    def _order(self, query: Query, scores: Floats, shown: Flags) -> Places:
        changed = self._catalogue.changed.astype(np.float32)
        if query.sort == "newest" or (query.sort == "best" and not query.text.strip()):
            return order(changed, shown)
        if query.sort == "evidence":
            # Within a grade, the better answer first.
            grades: Floats = self._catalogue.grades.astype(np.float32)
            return order(grades + fuse(scores, None, shown) / np.float32(2), shown)
        return order(scores, shown, first=self._catalogue.with_title(query.text))

    def _hit(self, place: int, asked: _Asking, scores: Floats) -> Hit:
        case_study = self._shelf.case_study(place)
        passages = self._shelf.passages(place)
        held = asked.words.held(place)
        in_title = {token.term for token in asked.find(case_study.title)} & held
        typed, nearest = asked.typed.words, asked.nearest
        return Hit(
            case_study=case_study,
            evidence=int(self._catalogue.grades[place]),
            title=mark(case_study.title, held, asked.find),
            snippet=snippet([passage.text for passage in passages], held, asked.find),
            why=Why(
                words_in_title=tuple(word for term, word in typed.items() if term in in_title),
                words_elsewhere=tuple(word for term, word in typed.items() if term in held - in_title),
                passage=None if nearest is None else self._passage(passages[int(nearest.passages[place])], nearest.cosines[place]),
                by_meaning_only=bool(asked.found.by_meaning_only[place]),
                filters_met=self._filters_met(place, asked.query.filters),
            ),
            scores=Scores(
                fused=float(scores[place]),
                words=float(asked.words.scores[place]),
                meaning=0.0 if nearest is None else float(nearest.cosines[place]),
            ),
        )

    def _passage(self, passage: Passage, cosine: float) -> NearestPassage | None:
        """The nearest passage, unless even that is about something else."""
        if cosine < self._manifest.floor:
            return None
        return NearestPassage(passage.heading, passage.anchor, passage.text)

    def _filters_met(self, place: int, filters: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        return tuple(
            value_name(name, value, self._vocabulary)
            for name, chosen in filters.items()
            for value in chosen
            if self._catalogue.has(place, name, value)
        )

    def _shared(self, one: int, other: int) -> str:
        """What two case studies share, in a reader's words."""
        themes = self._catalogue.shared(one, other, "theme")
        bought = self._catalogue.shared(one, other, "supplier")
        councils = self._catalogue.shared(one, other, "council")
        said = [
            f"by {_listed(councils)} too" if councils else "",
            f"also about {_listed(themes)}" if themes else "",
            f"{_listed(bought)} supplied both" if bought else "",
        ]
        words = "; ".join(part for part in said if part) or "close in meaning"
        return words[0].upper() + words[1:]


def _manifest(folder: Path) -> Manifest:
    manifest = read_manifest(folder)
    if manifest is None:
        raise IndexMissing("The index was built by another version of Copybook. Run `copybook build`.")
    return manifest


def _page(query: Query) -> slice:
    size = max(1, min(query.per_page, MOST_PER_PAGE))
    start = (max(1, min(query.page, LAST_PAGE)) - 1) * size
    return slice(start, start + size)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
