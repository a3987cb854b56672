"""An open generation: answers questions, never writes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from indexer.arrays import Floats
from indexer.casestudy import Adoption, CaseStudy
from indexer.embedded.catalogue import Catalogue
from indexer.embedded.completing import Completing
from indexer.embedded.generations import Switched, current, folder_of, switched
from indexer.embedded.manifest import Manifest, check, read_manifest
from indexer.embedded.phrasebook import names, synonyms
from indexer.embedded.searching import NAMED_FILTERS, Parts, search
from indexer.embedded.shelf import Shelf, kept_vocabulary, read_adoptions
from indexer.embedded.spelling import Spelling
from indexer.embedded.vectors import Vectors
from indexer.embedded.words import Words
from indexer.embedding import Encoder, ModelMissing
from indexer.index import IndexMissing
from indexer.quantised import KeptModel
from indexer.query import Built, Completion, Query, Results, Similar, has_meaning
from indexer.ranking import order
from indexer.vocabulary import Vocabulary

#: The model reads this much of a question, in characters and in pieces of words: a pasted paragraph. Whole passages are read
#: to twice the length, but a visitor waits for a question, and reading on changes no answer that we measure.
LONGEST_QUESTION = 2_000
MOST_PIECES = 128


def open_index(index: Path, encoder: Callable[[], Encoder] | None = None) -> EmbeddedIndex:
    """Open the generation that serves, asking with the model it was built with unless another is given.

    Raises IndexMissing when there is none that this version can read, and says why.
    """
    try:
        seen = switched(index)
        number = current(index)
        while number is not None:
            try:
                return EmbeddedIndex(index, number, seen, encoder)
            except Exception:
                # It may have been cleared away meanwhile, if two builds ended; then there is a newer one.
                seen, opened = switched(index), number
                number = current(index)
                if number == opened:
                    _check_all(folder_of(index, number))
                    raise
    except OSError as error:
        raise IndexMissing(f"The index cannot be read ({error}). Let whoever searches read all of {index}.") from error
    raise IndexMissing("The index has not been built. Run `copybook build`.")


def _check_all(folder: Path) -> None:
    """Say which file of a generation that cannot be opened is to blame, if any is."""
    if manifest := read_manifest(folder):
        check(folder, manifest.files)


class EmbeddedIndex:
    """One generation, open to read from any number of threads (see `indexer.index.Index`)."""

    def __init__(self, index: Path, number: int, seen: Switched | None, encoder: Callable[[], Encoder] | None) -> None:
        """`seen` is when the index had last been switched, looked at before its number: what comes after is noticed, never missed."""
        self._index, self._seen = index, seen
        self._folder = folder = folder_of(index, number)
        self._manifest = _manifest(folder)
        check(folder, self._manifest.small)
        self._vocabulary = kept_vocabulary(folder)
        self._adoptions = read_adoptions(folder)
        self._catalogue = Catalogue(folder, self._vocabulary)
        self._words = Words(folder / "words", self._catalogue.slugs)
        self._vectors = Vectors(folder)
        self._shelf = Shelf(folder)
        self._make_encoder = encoder or KeptModel(index, self._manifest.built.precision, longest=MOST_PIECES)
        self._encoder: Encoder | None = None
        self._warming = threading.Lock()
        self._vector = lru_cache(maxsize=2_000)(self._encode)
        self._parts = Parts(
            words=self._words,
            vectors=self._vectors,
            catalogue=self._catalogue,
            shelf=self._shelf,
            vocabulary=self._vocabulary,
            floor=self._manifest.floor,
            thesaurus=synonyms(self._vocabulary),
            names=names({each: self._catalogue.names(each) for each in NAMED_FILTERS}, self._vocabulary),
            spelling=Spelling(self._words.terms()),
        )

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
        # None where the whole index was removed to be built again: what is open still answers.
        return switched(self._index) in (self._seen, None)

    def close(self) -> None:
        """Let go of files."""
        self._words.close()

    def warm(self) -> None:
        """Read the commonest words, and load the model. Raises ModelMissing if it cannot be used here, and IndexMissing if a large
        file is damaged: searches go by words alone."""
        with self._warming:
            check(self._folder, self._manifest.large)
            self._words.warm()
            self._vectors.warm()
            _ = self._completing
            self._encoder = self._encoder or self._loaded()

    def get(self, slug: str) -> CaseStudy | None:
        """One case study, by its slug or a previous one."""
        place = self._catalogue.place.get(self._catalogue.previous.get(slug, slug))
        return None if place is None else self._shelf.case_study(place)

    def all(self) -> Iterator[CaseStudy]:
        """Every case study, by slug."""
        return map(self._shelf.case_study, range(len(self._shelf)))

    def search(self, query: Query) -> Results:
        """The case studies that answer, best first, each with why."""
        return search(self._parts, query, self._vector_of, self._knows)

    def similar(self, slug: str, limit: int = 4) -> tuple[Similar, ...]:
        """The nearest others in meaning, nearest first, each with what they share."""
        place = self._catalogue.place.get(self._catalogue.previous.get(slug, slug))
        if place is None:
            return ()
        likeness = self._vectors.like(place)
        others = np.arange(len(likeness)) != place
        near = [int(other) for other in order(likeness, others, most=limit) if likeness[other] >= self._manifest.floor]
        return tuple(Similar(self._shelf.case_study(other), self._shared(place, other)) for other in near)

    def complete(self, text: str, limit: int = 8) -> tuple[Completion, ...]:
        """Titles, councils, themes and suppliers with a word that begins with what was typed; names that begin with it first."""
        return self._completing.complete(text, limit)

    @cached_property
    def _completing(self) -> Completing:
        """Made when somebody first types."""
        return Completing(self._names())

    def _names(self) -> Iterator[Completion]:
        for title, slug in zip(self._catalogue.titles, self._catalogue.slugs, strict=True):
            yield Completion(title, "case study", slug)
        for slug, name in self._catalogue.names("council").items():
            yield Completion(name, "council", slug)
        for slug, name in self._catalogue.names("theme").items():
            yield Completion(name, "theme", slug)
        for slug, name in self._catalogue.names("supplier").items():
            yield Completion(name, "supplier", slug)

    def _vector_of(self, text: str) -> Floats | None:
        """The vector of a question, where a model is loaded and something with letters was typed."""
        # Halves of letters, as a broken paste may hold, are no text to the model.
        text = " ".join(text.encode(errors="ignore").decode().split())[:LONGEST_QUESTION]
        return self._vector(text) if self._encoder is not None and has_meaning(text) else None

    def _knows(self, word: str) -> bool:
        """Whether a word is one that the model knows whole, where a model is loaded."""
        return self._encoder is not None and self._encoder.knows(word)

    def _loaded(self) -> Encoder:
        """The model, which must be the one that the vectors are of."""
        encoder, built = self._make_encoder(), self._manifest.built
        if (encoder.digest, encoder.precision) != (built.model_digest, built.precision):
            raise ModelMissing("The index was built with another model than is here now. Run `copybook build`.")
        return encoder

    def _encode(self, text: str) -> Floats:
        assert self._encoder is not None
        row: Floats = self._encoder.encode([text])[0]
        return row

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


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
