"""What is asked of an index and what it answers: plain data, with no HTML and no scores a reader must understand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from indexer.casestudy import CaseStudy

Sort = Literal["best", "newest", "evidence"]
Show = Literal["reasons", "case studies", "slugs"]
Mode = Literal["both", "words", "meaning"]

#: More hits than this are never put on one page; slugs alone, which cost nothing, may all be asked for at once.
MOST_PER_PAGE, MOST_SLUGS = 100, 1_000_000


@dataclass(frozen=True, slots=True)
class Query:
    """A question. `filters` holds chosen values by filter name (see `indexer.filters`): any of the values of one
    filter, all of the filters. No text at all asks for everything. `show` is how much is said of each that answers:
    with reasons, what was found is marked; without, a list is made in half the time; slugs alone cost nothing."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "best"
    page: int = 1
    per_page: int = 20
    mode: Mode = "both"
    show: Show = "reasons"

    @property
    def hits_per_page(self) -> int:
        """How many hits a page has: what was asked for, within bounds."""
        return max(1, min(self.per_page, MOST_SLUGS if self.show == "slugs" else MOST_PER_PAGE))


def has_meaning(text: str) -> bool:
    """Whether something was typed that can be compared by meaning: numbers and signs alone cannot."""
    return any(char.isalpha() for char in text)


class Piece(NamedTuple):
    """A run of plain text, matched by the question or not. Text from strangers: escape it."""

    text: str
    matched: bool = False


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class NearestPassage:
    """The few paragraphs nearest in meaning to the question, with the heading they stand under."""

    heading: str
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why a case study answers. `words_in_title` and `words_elsewhere` are as the reader typed them; `synonyms` were added."""

    words_in_title: tuple[str, ...] = ()
    words_elsewhere: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    passage: NearestPassage | None = None
    by_meaning_only: bool = False
    filters_met: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """The numbers behind a hit's place, for machines: fused and by words in no unit, by meaning a cosine."""

    fused: float
    words: float
    meaning: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One case study that answers, with its evidence grade (0 to 4), the marked title and best passage, and why.

    Where only case studies were asked for, nothing is marked, the snippet is empty, and so is `why`.
    """

    case_study: CaseStudy
    evidence: int
    title: Pieces
    snippet: Pieces
    why: Why
    scores: Scores


class Count(NamedTuple):
    """How many case studies a filter's value would give, with the value's name for readers.

    A tuple, like Piece, because a page of results has many hundred, and a tuple is made three times as quickly.
    """

    value: str
    name: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Results:
    """The hits of one page in order, and their slugs; the total a reader could page through; and counts by filter, most first.

    Where only slugs were asked for, there are no hits. `by_meaning` says whether meaning took part: it does not when the model is
    missing, or nothing was typed that has one. `also_searched` are the synonyms that were added. `suggestion` is the question with
    words put right that look misspelt. `corrected` is what was searched for instead, where nothing answered what was typed.
    `nearest` are the few that come nearest in meaning where nothing answers at all; they are not in the total.
    """

    query: Query
    hits: tuple[Hit, ...]
    total: int
    counts: Mapping[str, tuple[Count, ...]]
    by_meaning: bool
    also_searched: tuple[str, ...] = ()
    suggestion: str | None = None
    corrected: str | None = None
    nearest: tuple[Hit, ...] = ()
    slugs: tuple[str, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.query.hits_per_page))

    @property
    def meaning_missing(self) -> bool:
        """Whether meaning should have taken part, and could not: the model is not loaded, or missing."""
        return not self.by_meaning and self.query.mode != "words" and has_meaning(self.query.text)


@dataclass(frozen=True, slots=True)
class Similar:
    """Another case study like this one, with the reason in words."""

    case_study: CaseStudy
    why: str


@dataclass(frozen=True, slots=True)
class Completion:
    """What a person may be typing: the words, and what they name."""

    text: str
    kind: Literal["case study", "council", "theme", "supplier"]
    slug: str


@dataclass(frozen=True, slots=True)
class Built:
    """When an index was built, from which commit, of how many case studies, with which model, and what was left out."""

    at: str
    commit: str | None
    case_studies: int
    passages: int
    model: str
    model_digest: str
    precision: str
    generation: int
    left_out: Mapping[str, tuple[str, ...]]

    @property
    def day(self) -> date:
        """The day it was built."""
        return date.fromisoformat(self.at[:10])
