"""One question, from words to results: match, filter, rank by words and by meaning, fuse, count, and say why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from indexer.arrays import Flags, Floats, Numbers
from indexer.casestudy import CaseStudy
from indexer.embedded.catalogue import Catalogue
from indexer.embedded.finder import find, plain
from indexer.embedded.matching import WordMatch, match
from indexer.embedded.phrasebook import Expansion, Name, Phrasebook
from indexer.embedded.question import Asked, ask
from indexer.embedded.shelf import Opened, Shelf
from indexer.embedded.spelling import SHORTEST, Spelling, nearest_written
from indexer.embedded.vectors import Nearest, Vectors
from indexer.embedded.words import Words, tokens, whole_words
from indexer.query import Hit, NearestPassage, Piece, Query, Results, Scores, Why
from indexer.ranking import NAMED, SHARE, WHOLE, Matches, fuse, matches, order, rank_by_meaning, rank_by_words
from indexer.snippets import mark, snippet
from indexer.vocabulary import Vocabulary

#: A page number beyond any library, so that arithmetic on it stays small.
LAST_PAGE = 1_000_000

#: Filters whose values people name in a question.
NAMED_FILTERS = ("council", "region", "nation", "supplier")

#: Where nothing answers, this many that come nearest in meaning are shown, if they come within this part of the floor.
MOST_NEAREST = 3
NEAREST_FLOOR = 0.85

#: What is put right is asked on our own where it comes this much nearer than the floor.
CLEARLY = 1.2

#: To put a word right, so many terms that may have been meant are looked up, each in so many case studies.
MOST_LIKELY = 3
MOST_READ = 6

#: With more unknown words than this, in this much of the beginning, nobody has only typed in haste.
MOST_SLIPS = 5
SLIPS_IN = 300

VectorOf = Callable[[str], Floats | None]

#: Whether a word is English for all we know, though no case study may hold it.
IsWord = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Parts:
    """The open parts of a generation that a search needs."""

    words: Words
    vectors: Vectors
    catalogue: Catalogue
    shelf: Shelf
    vocabulary: Vocabulary
    floor: float
    thesaurus: Phrasebook[str]
    names: Phrasebook[Name]
    spelling: Spelling


@dataclass(frozen=True, slots=True)
class _Answer:
    """A question, and what each half of the index said of it, one number for each case study."""

    query: Query
    asked: Asked
    words: WordMatch
    nearest: Nearest | None
    found: Matches
    allowed: Mapping[str, Flags]
    shown: Flags
    scores: Floats


def search(parts: Parts, query: Query, vector_of: VectorOf, is_word: IsWord) -> Results:
    """Answer a question. Where nothing answers what was typed, the question put right is asked instead.

    Nor does what comes near in meaning to words that nobody wrote: to the model a slip of the fingers is some other word.
    """
    words = whole_words(query.text)
    asked = replace(query, text=words) if words.strip() else query
    answer = _answer(parts, asked, vector_of)
    # Mostly every word is known, and then nothing need be put right.
    suggestion = _put_right(parts, asked.text, is_word) if len(answer.words.found) < len(answer.asked.words) else None
    corrected = None
    if suggestion and not (answer.words.found and answer.found.answers.any()):
        other = _answer(parts, replace(asked, text=suggestion), vector_of)
        if not other.found.answers.any():
            suggestion = None
        elif _is_about_us(parts, other.nearest):
            answer, corrected, suggestion = other, suggestion, None
    page = _order(parts, answer)[_page(query)]
    slugs = parts.catalogue.slugs
    return Results(
        query=query,
        hits=_hits(parts, page, answer) if query.show != "slugs" else (),
        slugs=tuple(slugs[place] for place in page.tolist()),
        total=int(np.count_nonzero(answer.shown)),
        counts=parts.catalogue.counts(answer.found.answers, answer.allowed, query.filters),
        by_meaning=answer.nearest is not None,
        also_searched=tuple(dict.fromkeys(each.words for each in answer.words.added)),
        suggestion=suggestion,
        corrected=corrected,
        nearest=_nearest_of_all(parts, answer),
    )


def _answer(parts: Parts, query: Query, vector_of: VectorOf) -> _Answer:
    asked = ask(query.text, parts.thesaurus, parts.names)
    words = match(parts.words, asked)
    vector = None if query.mode == "words" else vector_of(query.text)
    nearest = None if vector is None else parts.vectors.nearest(vector)
    scores = _scores(query, words, nearest)
    found = _matches(parts, query, words, nearest, scores)
    if nearest is None:
        scores = scores + _tiers(words)
    for name in asked.names if query.mode != "meaning" else ():  # raises, and never brings in
        scores[parts.catalogue.having(name.filter, name.value)] += NAMED
    allowed = parts.catalogue.allowed(query.filters)
    shown = found.answers & np.logical_and.reduce(list(allowed.values())) if allowed else found.answers
    return _Answer(query, asked, words, nearest, found, allowed, shown, scores)


def _is_about_us(parts: Parts, nearest: Nearest | None) -> bool:
    """Whether a question that was put right clearly has to do with us: else its words were no slips ("scones" is not "scores"), and
    it is only offered."""
    return nearest is None or float(nearest.cosines.max(initial=0.0)) >= parts.floor * CLEARLY


def _put_right(parts: Parts, text: str, is_word: IsWord) -> str | None:
    """The question with each word that no case study holds, and that is a slip away from one that some do, put right. A word of
    English is no slip: who asks for "foster" does not mean "faster".

    None where nothing needs it, and where a word would be left that no case study holds, or too many are unknown: then it is
    another language or no words at all, and not about slips.
    """
    words = ((token, text[token.start : token.end]) for token in tokens(text[:SLIPS_IN]))
    unknown = [token for token, word in words if _is_unknown(parts, word, token.term) and not is_word(word)]
    if not 0 < len(unknown) <= MOST_SLIPS:
        return None
    asked, changed = ask(text).words, text
    for token in reversed(unknown):
        meant = _meant(parts, text[token.start : token.end].lower(), token.term)
        if meant:
            changed = changed[: token.start] + meant + changed[token.end :]
        elif token.term in asked:
            return None
    if changed == text or not all(parts.words.postings(term).places.size for term in ask(changed).words):
        return None
    return changed


def _is_unknown(parts: Parts, word: str, term: str) -> bool:
    """Whether this may be a slip: a word of some length that neither a case study nor the synonyms hold."""
    may_be = word.isalpha() and min(len(word), len(term)) >= SHORTEST
    return may_be and not (parts.words.postings(term).places.size or parts.thesaurus.find([term]))


def _meant(parts: Parts, typed: str, term: str) -> str | None:
    """The word that was likely meant, as our case studies write it."""
    for near in parts.spelling.near(term, lambda each: parts.words.postings(each).places.size)[:MOST_LIKELY]:
        few = map(parts.shelf.case_study, parts.words.postings(near).places[:MOST_READ].tolist())
        if meant := nearest_written(typed, (word for each in few for word in _written(each, near))):
            return meant
    return None


def _written(case_study: CaseStudy, term: str) -> Iterator[str]:
    """The words that have a term, as a case study writes them."""
    measures = [outcome.measure for outcome in case_study.outcomes]
    titles = [each.title for each in case_study.assets] + [each.title for each in case_study.sources]
    for text in (case_study.title, case_study.summary, case_study.text, *measures, *titles):
        for token in find(plain(text), (term,)):
            yield text[token.start : token.end].lower()


def _matches(parts: Parts, query: Query, words: WordMatch, nearest: Nearest | None, scores: Floats) -> Matches:
    size = parts.words.size
    if not query.text.strip():
        return Matches(np.ones(size, dtype=np.bool_), np.zeros(size, dtype=np.bool_))
    share = np.zeros_like(words.share) if query.mode == "meaning" else words.share
    found = matches(share, None if nearest is None else nearest.cosines, parts.floor, scores)
    if words.phrases is None:
        return found
    return Matches(words.phrases, np.zeros(size, dtype=np.bool_))


def _scores(query: Query, words: WordMatch, nearest: Nearest | None) -> Floats:
    by_meaning = None if nearest is None else rank_by_meaning(nearest.cosines, nearest.means)
    if query.mode == "meaning" and by_meaning is not None:
        return by_meaning
    return fuse(rank_by_words(words.scores, words.share), by_meaning)


def _tiers(words: WordMatch) -> Floats:
    """What is added where meaning takes no part: first what holds all the words that were typed, then what holds enough of them,
    and only then what answers by grace of a synonym, however often that stands there."""
    tiers: Floats = (words.typed >= WHOLE).astype(np.float32)
    tiers += words.typed >= SHARE
    return tiers


def _order(parts: Parts, answer: _Answer) -> Numbers:
    """The places of the hits, as far as the page that is asked for."""
    query, catalogue, end = answer.query, parts.catalogue, _page(answer.query).stop
    if query.sort == "newest" or (query.sort == "best" and not query.text.strip()):
        return order(catalogue.changed.astype(np.float32), answer.shown, most=end)
    if query.sort == "evidence":
        # Within a grade, the better answer first: fused scores stay far below 10.
        grades: Floats = catalogue.grades.astype(np.float32)
        return order(grades * np.float32(10) + answer.scores, answer.shown, most=end)
    return order(answer.scores, answer.shown, most=end, first=catalogue.with_title(query.text))


def _nearest_of_all(parts: Parts, answer: _Answer) -> tuple[Hit, ...]:
    """Where nothing answers at all: the few that come nearest in meaning, if they come near."""
    if answer.found.answers.any() or answer.nearest is None:
        return ()
    near = answer.nearest.cosines >= parts.floor * NEAREST_FLOOR
    if answer.allowed:
        near &= np.logical_and.reduce(list(answer.allowed.values()))
    return _hits(parts, order(answer.nearest.cosines, near, most=MOST_NEAREST), answer)


def _hits(parts: Parts, places: Numbers, answer: _Answer) -> tuple[Hit, ...]:
    if answer.query.show == "case studies":
        return tuple(_bare_hit(parts, place, answer) for place in places.tolist())
    held = answer.words.held(places)
    return tuple(_hit(parts, place, answer, *each) for place, each in zip(places.tolist(), held, strict=True))


def _hit(parts: Parts, place: int, answer: _Answer, held: set[str], instead: list[Expansion]) -> Hit:
    opened = parts.shelf.opened(place)
    typed, nearest, title = answer.asked.words, answer.nearest, opened.ends[0]
    # What holds none of the words is there for its meaning, however near that comes.
    near = nearest is not None and nearest.cosines[place] >= parts.floor
    found = find(opened.plain, held | {term for each in instead for term in each.terms})
    in_title = {token.term for token in found if token.end <= title} & held
    return Hit(
        case_study=opened.case_study,
        evidence=int(parts.catalogue.grades[place]),
        title=mark(opened.text, found, 0, title),
        snippet=snippet(opened.text, opened.ends, [token for token in found if token.start > title]),
        why=Why(
            words_in_title=tuple(word for term, word in typed.items() if term in in_title),
            words_elsewhere=tuple(word for term, word in typed.items() if term in held - in_title),
            synonyms=tuple(dict.fromkeys(each.words for each in instead)),
            passage=_passage(opened, nearest.passage(place)) if nearest and (near or not (held or instead)) else None,
            by_meaning_only=bool(answer.found.by_meaning_only[place]),
            filters_met=parts.catalogue.met(place, answer.query.filters),
        ),
        scores=_scores_of(place, answer),
    )


def _bare_hit(parts: Parts, place: int, answer: _Answer) -> Hit:
    case_study = parts.shelf.case_study(place)
    title = (Piece(case_study.title),)
    return Hit(case_study, int(parts.catalogue.grades[place]), title, (), Why(), _scores_of(place, answer))


def _scores_of(place: int, answer: _Answer) -> Scores:
    meaning = 0.0 if answer.nearest is None else float(answer.nearest.cosines[place])
    return Scores(float(answer.scores[place]), float(answer.words.scores[place]), meaning)


def _passage(opened: Opened, number: int) -> NearestPassage:
    passage = opened.passage(number)
    return NearestPassage(passage.heading, passage.anchor, passage.text)


def _page(query: Query) -> slice:
    start = (max(1, min(query.page, LAST_PAGE)) - 1) * query.hits_per_page
    return slice(start, start + query.hits_per_page)
