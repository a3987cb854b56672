"""Which case studies answer a question, and in what order: pure functions over one number for each case study."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]

#: A case study answers by words when it holds at least this share of them, rare words counting more.
SHARE = 0.5

#: A long plain sentence is matched whole by nothing: then the best still answers, and so do those that hold this much of what
#: it holds, where meaning agrees at least a little.
SHARE_OF_BEST = 0.75
WEAK_FLOOR = 0.7

#: Meaning alone must also come this near to the nearest of all: a question that something answers well needs no tail.
NEAR_BEST = 0.6

#: What meaning counts for, against words, when both are brought to the same scale: chosen by measuring, see docs/decisions/0003.
MEANING_WEIGHT = 0.6


#: What a fused score gains for each council, place or supplier that the question names and the case study is of: enough to
#: raise it above its like, never to bring in what does not answer.
NAMED = np.float32(0.25)


@dataclass(frozen=True, slots=True)
class Matches:
    """For each case study, in order of slug: whether it answers, and whether it does so by meaning alone."""

    answers: Flags
    by_meaning_only: Flags


def matches(share: Floats, meaning: Floats | None, floor: float) -> Matches:
    """The set of case studies that answer, whatever the order or the filters.

    `share` is how much of the question's words each holds, 0 to 1; `meaning` its best passage's cosine, or None where
    meaning takes no part; `floor` the cosine under which meaning alone does not count. Filters play no part here, so that
    counts under other filters are of the same set.
    """
    by_words = share >= SHARE
    best = float(share.max(initial=0.0))
    nearly = (share > 0) & (share >= best * SHARE_OF_BEST)
    if meaning is None:
        by_words = by_words if best >= SHARE else nearly
        return Matches(by_words, np.zeros_like(by_words))
    by_words |= nearly & (meaning >= floor * WEAK_FLOOR)
    near = meaning >= max(floor, NEAR_BEST * float(meaning.max(initial=0.0)))
    return Matches(by_words | near, near & ~by_words)


def fuse(words: Floats, meaning: Floats | None, among: Flags) -> Floats:
    """One score from two, for the case studies in `among`: each brought to 0..1 by its least and greatest, then weighed.

    Scores of others are 0. With no meaning, words alone.
    """
    if meaning is None:
        return _scaled(words, among)
    return (1 - MEANING_WEIGHT) * _scaled(words, among) + MEANING_WEIGHT * _scaled(meaning, among)


def order(scores: Floats, among: Flags, first: Flags | None = None) -> Places:
    """The places in `among`, best first; those in `first` before all others; ties in order of place, that is of slug."""
    places = np.flatnonzero(among)
    later = np.zeros(len(places), dtype=np.bool_) if first is None else ~first[places]
    return places[np.lexsort((places, -scores[places], later))]


def _scaled(scores: Floats, among: Flags) -> Floats:
    scaled = np.zeros_like(scores)
    if not among.any():
        return scaled
    chosen = scores[among]
    least, greatest = float(chosen.min()), float(chosen.max())
    # All alike: they tell nothing apart, but they did match.
    scaled[among] = (chosen - least) / (greatest - least) if greatest > least else float(greatest > 0)
    return scaled
