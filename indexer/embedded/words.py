"""The word index: the one file that imports Whoosh.

Whoosh keeps the words of each case study, by field, in segments on disk, and finds phrases. What it holds of a term is read
once, into arrays; how case studies are scored with them is in `matching`.
"""

from __future__ import annotations

import heapq
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from whoosh import columns, fields, formats, writing
from whoosh.analysis import CharsetFilter, LowercaseFilter, RegexTokenizer, StemFilter
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.support.charset import accent_map

from indexer.arrays import Floats, Numbers
from indexer.embedded.bm25f import FIELDS, Postings, postings
from indexer.embedded.pool import Pool
from indexer.embedded.runs import KEPT, holding, in_one_number

Read = TypeVar("Read")


#: Fields where a quoted phrase is looked for.
PHRASE_FIELDS = ("title", "summary", "body", "councils", "suppliers", "technology", "themes")

#: Longer "words" are pasted rubbish. The index keeps none, so the question need not either.
LONGEST_WORD = 60

#: With more segments than this a word is looked up in too many places: the next build merges some.
MOST_SEGMENTS = 8

#: Case studies in one segment when many are written: their postings, about 20 KB for each, wait in memory.
MOST_IN_SEGMENT = 10_000

#: Terms whose every place in the texts is kept in memory, for phrases. The commonest takes some 3 MB at 10,000 case studies.
MOST_POSITIONS = 64

#: How the lengths of a case study's fields are kept: a number for each field, in their order.
_LENGTHS = "<u4"

#: Terms read when a generation is opened. The rest stand in so few case studies that reading them takes no time.
MOST_WARMED = 3_000

#: Between the parts of a text that do not follow on each other, such as two names.
PART_END = "\u2029"

_WORD = r"\w+(?:\.?\w+)*"
#: A run of letters and digits, with full stops inside: “gov.uk” is one word.
WORD = re.compile(_WORD)

#: Letters with accents, by number, and the plain letters they are looked up as.
ACCENTS: Mapping[int, str] = accent_map


#: What may stand inside a word and is no letter of it: soft hyphens, as copied pages hold, and accents written after their letter.
_INSIDE = re.compile("[\u00ad\u0300-\u036f]")


class Token(NamedTuple):
    """A word of a text: its term in the index, and where it stands."""

    term: str
    start: int
    end: int


class _PlacesAsNumbers(formats.Format):  # type: ignore[misc]  # Whoosh has no types
    """Keeps the places of a term in a text as plain numbers, which NumPy takes in as they lie."""

    def encode(self, places: Iterable[int]) -> bytes:
        """What is kept of some places."""
        return np.fromiter(places, dtype=KEPT).tobytes()

    def decode_positions(self, kept: bytes) -> list[int]:
        """The places again, as Whoosh asks for them."""
        return [*map(int, np.frombuffer(kept, dtype=KEPT))]


def analyser() -> Any:
    """Words, in lower case, without accents, stemmed. Nothing is left out: stop words may be the whole question."""
    return RegexTokenizer(expression=_WORD) | LowercaseFilter() | CharsetFilter(accent_map) | StemFilter(cachesize=50_000)


_analyse = analyser()


def whole_words(text: str) -> str:
    """A text without what would take its words apart, or hide them."""
    return _INSIDE.sub("", text)


@lru_cache(maxsize=100_000)
def term_of(word: str) -> str:
    """A word's term in the index."""
    return next((str(token.text) for token in _analyse(word)), word.lower())


def tokens(text: str) -> list[Token]:
    """The words of a text as the index knows them, with where each stands."""
    return [Token(term_of(found[0][:LONGEST_WORD]), found.start(), found.end()) for found in WORD.finditer(text)]


def write_words(folder: Path, changed: Iterable[Mapping[str, str]], gone: Iterable[str]) -> None:
    """Bring a word index up to date, or make it where there is none.

    `changed` has a text for each field and a `slug`; `gone` names the slugs that are no more. Segments that hold no change are
    left as they are; when there are too many, the smaller half are merged into one.
    """
    left = iter(changed)
    storage = FileStorage(str(folder)).create()
    index = storage.open_index() if storage.index_exists() else storage.create_index(_schema())
    _write_segment(index, islice(left, MOST_IN_SEGMENT), gone)
    for first in left:
        _write_segment(index, chain([first], islice(left, MOST_IN_SEGMENT - 1)), ())


def worth_adding_to(folder: Path, kept: int) -> bool:
    """Whether a word index is better added to than written anew: most of what is in it will be kept."""
    return bool(2 * kept > FileStorage(str(folder)).open_index().doc_count_all())


def _write_segment(index: Any, changed: Iterable[Mapping[str, str]], gone: Iterable[str]) -> None:
    codec = W3Codec(compression=1)
    # Whoosh would look up a length for every posting, to skip blocks of them when it scores. It scores nothing here.
    codec.length_stats = False
    writer = index.writer(codec=codec)
    writer.pool = pool = Pool(_PlacesAsNumbers().encode)
    with index.searcher() as searcher:
        for slug in gone:
            writer.delete_by_term("slug", slug, searcher=searcher)
        for texts in changed:
            writer.delete_by_term("slug", texts["slug"], searcher=searcher)
            lengths = [pool.add_text(name, _terms(texts[name]), writer.docnum) for name in FIELDS]
            writer.add_document(slug=texts["slug"], lengths=np.array(lengths, dtype=_LENGTHS).tobytes())
    writer.commit(mergetype=_merge_smaller)


def _terms(text: str) -> Iterator[str]:
    """The terms of a text in order, and nothing where a part of it ends: a phrase must not match across two names."""
    for part in text.split(PART_END):
        yield from (term_of(word[:LONGEST_WORD]) for word in WORD.findall(part))
        yield ""


def _merge_smaller(writer: Any, segments: list[Any]) -> list[Any]:
    """Whoosh's kind of policy: which segments stay as they are, having given the writer those to merge."""
    if len(segments) < MOST_SEGMENTS:
        return segments
    by_size = sorted(segments, key=lambda segment: segment.doc_count_all())
    half = len(by_size) // 2
    return [*writing.OPTIMIZE(writer, by_size[:half]), *by_size[half:]]


def _schema() -> Any:
    texts = {name: fields.TEXT(analyzer=_analyse) for name in FIELDS}
    for field in texts.values():
        field.format = _PlacesAsNumbers()
    lengths = fields.COLUMN(columns.FixedBytesColumn(np.dtype(_LENGTHS).itemsize * len(FIELDS)))
    return fields.Schema(slug=fields.ID(unique=True, sortable=True), lengths=lengths, **texts)


class Words:
    """An open word index. `slugs` in order give each case study its place. Safe to use from several threads."""

    def __init__(self, folder: Path, slugs: tuple[str, ...]) -> None:
        """Raises whoosh's own errors if the folder holds no index; the manifest has been checked before."""
        self._index = FileStorage(str(folder)).open_index()
        self._reader = self._index.reader()
        # Whoosh reads with one file position for all threads.
        self._lock = threading.Lock()
        #: How many case studies there are.
        self.size = len(slugs)
        self._place = self._places(slugs)
        self._place_of: list[int] = self._place.tolist()
        self._lengths = self._field_lengths()
        # Most terms are in few fields, which Whoosh takes its time to say.
        self._lexicon = {name: frozenset(self._reader.lexicon(name)) for name in FIELDS}
        self.postings = lru_cache(maxsize=20_000)(self._read_postings)
        self.phrase = lru_cache(maxsize=2_000)(self._find_phrase)
        self._positions = lru_cache(maxsize=MOST_POSITIONS)(self._read_positions)

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()
        self._index.close()

    def terms(self) -> set[str]:
        """Every term that stands in a case study's own words."""
        return {key.decode() for name in ("title", "summary", "body") for key in self._lexicon[name]}

    def warm(self) -> None:
        """Read the commonest terms, which take longest, before anybody asks."""
        with self._lock:
            terms = [(info.doc_frequency(), key) for key, info in self._reader.iter_field("body")]
        for _, key in heapq.nlargest(MOST_WARMED, terms):
            self.postings(key.decode())

    def _find_phrase(self, terms: tuple[str, ...]) -> Postings:
        """The case studies that hold a run of terms in one field, weighed like the weakest of the terms."""
        rarest_first = sorted(range(len(terms)), key=lambda place: -self.postings(terms[place]).rarity)
        places = np.unique(np.concatenate([holding(terms, rarest_first, partial(self._positions, name)) for name in PHRASE_FIELDS]))
        weights = np.full(len(places), np.inf, dtype=np.float32)
        for term in terms:
            each = self.postings(term)
            weights = np.minimum(weights, each.weights[np.searchsorted(each.places, places)])
        return postings(places, weights, self.size)

    def _read_positions(self, name: str, term: str) -> Numbers:
        """Everywhere a term stands in a field, in order."""
        return in_one_number(*self._scan(name, term, lambda matcher: matcher.value()))

    def _places(self, slugs: tuple[str, ...]) -> Numbers:
        """For each of Whoosh's numbers, the place of its case study; -1 for one that was deleted."""
        by_slug = {slug: place for place, slug in enumerate(slugs)}
        places = np.array([by_slug.get(slug, -1) for slug in self._column("slug")], dtype=np.int64)
        alive = np.zeros(len(places), dtype=np.bool_)
        alive[list(self._reader.all_doc_ids())] = True
        places[~alive] = -1
        return places

    def _column(self, name: str) -> Iterable[Any]:
        """What is kept for each of Whoosh's numbers, in order; nothing where it has none."""
        return self._reader.column_reader(name) if self._reader.has_column(name) else ()

    def _field_lengths(self) -> Mapping[str, Floats]:
        """By field, how long each case study's is, in average lengths of that field."""
        kept = np.frombuffer(b"".join(self._column("lengths")), dtype=_LENGTHS).reshape(-1, len(FIELDS))
        lengths = np.zeros((self.size, len(FIELDS)), dtype=np.float32)
        lengths[self._place[self._place >= 0]] = kept[self._place >= 0]
        means = lengths.mean(axis=0) if self.size else np.ones(len(FIELDS), dtype=np.float32)
        lengths /= np.where(means > 0, means, 1)
        return {name: np.ascontiguousarray(lengths[:, column]) for column, name in enumerate(FIELDS)}

    def _read_postings(self, term: str) -> Postings:
        weights = np.zeros(self.size, dtype=np.float32)
        for name, model in FIELDS.items():
            places, counts = self._field_postings(name, term)
            lengths = self._lengths[name][places]
            weights[places] += model.weight * counts / (1 - model.discount + model.discount * lengths)
        places = np.flatnonzero(weights)
        return postings(places, weights[places], self.size)

    def _field_postings(self, name: str, term: str) -> tuple[Numbers, Floats]:
        places, counts = self._scan(name, term, lambda matcher: matcher.weight())
        return places, np.array(counts, dtype=np.float32)

    def _scan(self, name: str, term: str, read: Callable[[Any], Read]) -> tuple[Numbers, list[Read]]:
        """The places of the case studies that hold a term in a field, and what is read of each."""
        key = self._reader.schema[name].to_bytes(term)
        places: list[int] = []
        found: list[Read] = []
        with self._lock:
            if key in self._lexicon[name]:
                matcher = self._reader.postings(name, key)
                while matcher.is_active():
                    place = self._place_of[matcher.id()]
                    if place >= 0:
                        places.append(place)
                        found.append(read(matcher))
                    matcher.next()
        return np.array(places, dtype=np.int64), found
