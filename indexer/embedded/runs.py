"""Finds runs of terms, as quoted phrases and synonyms of several words are.

Every place in the texts is one number: the place of the case study, and in its lowest bits the place in the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from indexer.arrays import Numbers

#: How the places of a term in a text are kept on disk.
KEPT = np.dtype("<u4")

#: A place in a text is below 2 to the power of this: no text is so long.
_SHIFT = 20


def in_one_number(places: Numbers, kept: Sequence[bytes]) -> Numbers:
    """Everywhere a term stands, in order, from the case studies that hold it and what is kept of each."""
    far = np.frombuffer(b"".join(kept), dtype=KEPT).astype(np.int64)
    return np.sort(np.repeat(places << _SHIFT, [len(each) // KEPT.itemsize for each in kept]) + far)


def holding(terms: Sequence[str], rarest_first: Sequence[int], everywhere: Callable[[str], Numbers]) -> Numbers:
    """The places of the case studies that hold a run of terms: where each stands as far on as it does in the run.

    `rarest_first` has the numbers of the terms; what they leave over is soon little.
    """
    first, *others = rarest_first
    found = everywhere(terms[first]) - first
    for number in others:
        if not found.size:
            break
        found = np.intersect1d(found, everywhere(terms[number]) - number, assume_unique=True)
    return found >> _SHIFT
