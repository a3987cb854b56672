"""Which case studies answer a question, and in what order: pure functions over one number for each case study."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from indexer.arrays import Flags, Floats, Numbers

#: A case study answers by words when it holds at least this share of them, rare words counting more.
SHARE = 0.5

#: A long plain sentence is matched whole by nothing: then the best still answers, and so do those that hold this much of what
#: it holds, where meaning agrees at least a little.
SHARE_OF_BEST = 0.75
WEAK_FLOOR = 0.7

#: Meaning alone must also come this near to the nearest of all: a question that something answers well needs no tail.
NEAR_BEST = 0.6

#: Where something answers, so does what ranks among the first ten of the library by both rankings together, stands this high
#: against the best, and agrees a little in meaning: else a case study is left out that would stand above some that are shown. By
#: words alone scores fall faster.
FIRST = 10
STANDS_HIGH = 0.5
STANDS_HIGH_BY_WORDS = 0.3

#: What meaning counts for, against words, when both are brought to the same scale: chosen by measuring, see docs/decisions/0003.
MEANING_WEIGHT = 0.65

#: A case study holds every word when its share comes this near to 1: shares are sums of many small numbers.
WHOLE = 0.999

#: What holding every word counts for in the ranking by words: more than half, so that nothing else makes up for it.
EVERY_WORD = 0.51


#: What a fused score gains for each council, place or supplier that the question names and the case study is of: enough to
#: raise it above its like, never to bring in what does not answer.
NAMED = np.float32(0.25)


@dataclass(frozen=True, slots=True)
class Matches:
    """For each case study, in order of slug: whether it answers, and whether it does so by meaning alone."""

    answers: Flags
    by_meaning_only: Flags


def matches(share: Floats, meaning: Floats | None, floor: float, scores: Floats) -> Matches:
    """The set of case studies that answer, whatever the order or the filters.

    `share` is how much of the question's words each holds, 0 to 1; `meaning` its best passage's cosine, or None where
    meaning takes no part; `floor` the cosine under which meaning alone does not count; `scores` the ranking of both together,
    0 to 1. Filters play no part here, so that counts under other filters are of the same set.
    """
    by_words = share >= SHARE
    best = float(share.max(initial=0.0))
    nearly = (share > 0) & (share >= best * SHARE_OF_BEST)
    if meaning is None:
        by_words = by_words if best >= SHARE else nearly
        by_words |= (share > 0) & _high(scores, STANDS_HIGH_BY_WORDS)
        return Matches(by_words, np.zeros_like(by_words))
    agrees = meaning >= floor * WEAK_FLOOR
    by_words |= nearly & agrees
    near = meaning >= max(floor, NEAR_BEST * float(meaning.max(initial=0.0)))
    if best > 0 and (by_words.any() or near.any()):
        high = agrees & _high(scores, STANDS_HIGH)
        by_words |= high & (share > 0)
        # Where nothing holds half of the words, they tell little: then one with none of them may stand as high.
        near |= high & (best < SHARE)
    return Matches(by_words | near, near & ~by_words)


def rank_by_words(scores: Floats, share: Floats) -> Floats:
    """The ranking by words, 0 to 1: those that hold every word of the question before all others.

    Among the others, holding more of the question's words raises: a score may come from one word said often.
    """
    ranked = _scaled(scores * np.sqrt(np.sqrt(share)))
    whole = share >= WHOLE
    return np.float32(1 - EVERY_WORD) * ranked + np.float32(EVERY_WORD) * whole.astype(np.float32) if whole.any() else ranked


def rank_by_meaning(best: Floats, mean: Floats) -> Floats:
    """The ranking by meaning, 0 to 1: the best passage's cosine and the mean of all passages', half and half."""
    return _scaled(best + mean)


def fuse(words: Floats, meaning: Floats | None) -> Floats:
    """One ranking from two, each 0 to 1. With no meaning, words alone.

    The whole library is on one scale, so that the order of two case studies depends neither on filters nor on where the set ends.
    """
    return words if meaning is None else np.float32(1 - MEANING_WEIGHT) * words + np.float32(MEANING_WEIGHT) * meaning


def order(scores: Floats, among: Flags, first: Flags | None = None, most: int | None = None) -> Numbers:
    """The places in `among`, best first; those in `first` before all others; ties in order of place, that is of slug.

    `most` is how many of them are wanted: finding the first few is quicker than to put thousands in order.
    """
    places = np.flatnonzero(among)
    if most is not None and 0 < most < len(places):
        least = np.partition(scores[places], -most)[-most]
        kept = scores[places] >= least
        places = places[kept if first is None else kept | first[places]]
    keys = (places, -scores[places]) if first is None else (places, -scores[places], ~first[places])
    return places[np.lexsort(keys)][:most]


def _high(scores: Floats, part: float) -> Flags:
    """The first few by a ranking, if they come to this part of its best."""
    last = np.partition(scores, -FIRST)[-FIRST] if len(scores) > FIRST else 0.0
    return scores >= max(float(last), part * float(scores.max(initial=0.0)))


def _scaled(scores: Floats) -> Floats:
    """Brought to 0..1 by the least and the greatest; 0 where all are alike and so tell nothing apart."""
    if not scores.size:
        return scores
    least, greatest = scores.min(), scores.max()
    return (scores - least) / (greatest - least) if greatest > least else np.zeros_like(scores)
