"""Our scores by words are Whoosh's own, given the same weighting model.

The engine reads each term's postings into arrays once and scores a question by adding a few of them, because Whoosh's loop over
case studies, in Python, is what makes it slow. An index that is quicker because it is wrong would be worthless, and a slip in
arrays (a deleted case study, another segment, a field that is empty) shows in no single score that a person would look at. So here
the same formula is written the way Whoosh means it to be written, and Whoosh itself finds, scores and sorts: its searcher, its
matchers, its collector, one case study at a time. Nothing of `indexer.embedded.words` or `matching` takes part in that, but for
the constants of the formula, which are chosen by measuring and may change.

BM25F weighs a word's counts over the fields first and dampens them once. Whoosh adds scores over terms as it matches. So a term in
one field scores its weighed count (`WeighedCount`); a union of the fields adds those up; `Dampened` turns the sum into the term's
part of the score; and a union of the terms adds up the parts.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import matching, query, scoring
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import FileIndex, create_in
from whoosh.searching import Searcher

from indexer.casestudy import CaseStudy
from indexer.corpus import read_corpus
from indexer.embedded.bm25f import DAMPENING, FIELDS
from indexer.embedded.matching import match
from indexer.embedded.question import STOP_WORDS, ask
from indexer.embedded.texts import word_fields
from indexer.embedded.words import MOST_SEGMENTS, Words, analyser, tokens, write_words
from indexer.passages import plain_text

CORPUS = Path(__file__).parents[2] / "relevance" / "corpus"

QUESTIONS = 500
CLOSE = 1e-4


class WeighedCount(scoring.WeightingModel):  # type: ignore[misc]
    """How often a word stands in a field, weighed by the field, and discounted by how long the field is there."""

    def __init__(self, lengths: Mapping[str, list[int]]) -> None:
        """`lengths` of each field, by Whoosh's number: counted, for Whoosh itself keeps a long one only roughly, in a byte."""
        self.lengths = lengths

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        model, lengths = FIELDS[fieldname], self.lengths[fieldname]
        average = sum(lengths) / len(lengths)

        class Scorer(scoring.BaseScorer):  # type: ignore[misc]
            def max_quality(self) -> float:
                return math.inf  # so that nothing is passed over as too poor

            def score(self, matcher: Any) -> float:
                length = lengths[matcher.id()] / average
                return float(model.weight * matcher.weight() / (1 - model.discount + model.discount * length))

        return Scorer()


class DampenedMatcher(matching.WrappingMatcher):  # type: ignore[misc]
    """`boost` is how rare the term is."""

    def score(self) -> float:
        weighed = self.child.score()
        return float(self.boost * (DAMPENING + 1) * weighed / (DAMPENING + weighed))

    def supports_block_quality(self) -> bool:
        return False


class Dampened(query.WrappingQuery):  # type: ignore[misc]
    """One term in any field: its weighed counts together, dampened once."""

    def __init__(self, child: Any, rarity: float) -> None:
        super().__init__(child)
        self.rarity = rarity

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        found = self.child.matcher(searcher, context)
        return DampenedMatcher(found, self.rarity) if found.is_active() else found


class Either(query.Or):  # type: ignore[misc]
    """A plain union. The one that Whoosh takes for small indexes reads everything beforehand, which is slower here."""

    matcher_type = query.Or.DEFAULT_MATCHER


@dataclass(frozen=True)
class Library:
    """One library, indexed both ways."""

    searcher: Searcher
    words: Words
    slugs: tuple[str, ...]
    vocabulary: tuple[str, ...]

    def by_whoosh(self, question: str) -> list[tuple[str, float]]:
        """Whoosh's best ten."""
        parts = [self._term(term) for term in dict.fromkeys(token.term for token in tokens(question))]
        return [(hit["slug"], float(hit.score)) for hit in self.searcher.search(Either(parts), limit=10)]

    def by_arrays(self, question: str) -> list[tuple[str, float]]:
        """Ours."""
        scores = match(self.words, ask(question)).scores
        best = np.lexsort((np.arange(len(scores)), -scores))[:10]
        return [(self.slugs[place], float(scores[place])) for place in best if scores[place] > 0]

    def _term(self, term: str) -> Dampened:
        fields = Either([query.Term(name, term) for name in FIELDS if (name, term) in self.searcher.reader()])
        holding = len(set(self.searcher.docs_for_query(fields)))
        size = self.searcher.doc_count()
        return Dampened(fields, math.log(1 + (size - holding + 0.5) / (holding + 0.5)))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The frozen library: by us in several segments with case studies deleted and changed, by Whoosh in one go."""
    folder = tmp_path_factory.mktemp("words")
    corpus = read_corpus(CORPUS)
    texts = {slug: word_fields(it, corpus.vocabulary) for slug, it in corpus.case_studies.items()}
    shuffled = random.Random(3).sample(sorted(texts), len(texts))
    gone, kept = set(shuffled[:20]), tuple(sorted(shuffled[20:]))
    for part in range(2):
        write_words(folder, [texts[slug] for slug in shuffled[part::2]], [])
    write_words(folder, [texts[slug] for slug in shuffled[30:50]], gone)
    assert 1 < len(list(folder.glob("*.seg"))) <= MOST_SEGMENTS
    index = _as_whoosh_would(tmp_path_factory.mktemp("plain"), [texts[slug] for slug in kept])
    analyse = analyser()
    lengths = {name: [sum(1 for _ in analyse(texts[slug][name])) for slug in kept] for name in FIELDS}
    words = Words(folder, kept)
    yield Library(index.searcher(weighting=WeighedCount(lengths)), words, kept, _spoken([corpus.case_studies[slug] for slug in kept]))
    words.close()


def _as_whoosh_would(folder: Path, texts: list[dict[str, str]]) -> FileIndex:
    """An index made by Whoosh's own writer, in one piece, which keeps what its scoring needs and ours does not."""
    schema = Schema(slug=ID(stored=True), **{name: TEXT(analyzer=analyser()) for name in FIELDS})
    index = create_in(folder, schema)
    writer = index.writer()
    for each in texts:
        writer.add_document(**each)
    writer.commit()
    return index


def _spoken(case_studies: list[CaseStudy]) -> tuple[str, ...]:
    """Every word of the case studies that is not a stop word, as often as it stands there: a question holds common words too."""
    texts = (f"{it.title} {it.summary} {plain_text(it.text)}" for it in case_studies)
    return tuple(word for text in texts for word in text.split() if word.isalpha() and word.lower() not in STOP_WORDS)


def test_five_hundred_questions_have_the_same_ten_answers_with_the_same_scores(library: Library) -> None:
    dice = random.Random(20_261_122)
    for _ in range(QUESTIONS):
        question = " ".join(dice.choices(library.vocabulary, k=dice.randint(1, 6)))
        theirs, ours = library.by_whoosh(question), library.by_arrays(question)
        assert [score for _, score in ours] == pytest.approx([score for _, score in theirs], abs=CLOSE), question
        ties = {round(score / CLOSE) for _, score in theirs if sum(abs(score - other) < 2 * CLOSE for _, other in theirs) > 1}
        tied = [round(score / CLOSE) in ties for _, score in theirs]
        # The last may be level with an eleventh that is not shown.
        told_apart = [place for place, level in enumerate(tied) if not level and place < 9]
        assert [ours[place][0] for place in told_apart] == [theirs[place][0] for place in told_apart], question
