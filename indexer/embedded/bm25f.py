"""BM25F: how much a case study that holds a term scores for it, counted over all its fields together.

After Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields" (2004), with Lucene's rarity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from indexer.arrays import Floats, Numbers


class FieldModel(NamedTuple):
    """How much a field counts, and how far a long one is discounted (0 not at all, 1 fully)."""

    weight: float
    discount: float


#: Every field of the word index. Short fields are hardly discounted: a council with a long name is no less itself.
FIELDS: Mapping[str, FieldModel] = {
    "title": FieldModel(3.0, 0.3),
    "summary": FieldModel(2.0, 0.5),
    "headings": FieldModel(1.5, 0.3),
    "body": FieldModel(1.0, 0.75),
    "councils": FieldModel(2.0, 0.1),
    "places": FieldModel(1.0, 0.1),
    "suppliers": FieldModel(1.5, 0.1),
    "technology": FieldModel(1.5, 0.1),
    "themes": FieldModel(1.5, 0.1),
}

#: How soon more of the same word stops counting (BM25's k1).
DAMPENING = 1.5


@dataclass(frozen=True, slots=True)
class Postings:
    """Which case studies hold a term (or a phrase), in order of slug, with its counts weighed over the fields, how rare it is, and
    what each scores for it."""

    places: Numbers
    weights: Floats
    rarity: float
    scores: Floats


def postings(places: Numbers, weights: Floats, size: int) -> Postings:
    """Postings, with rarity and scores worked out, among `size` case studies.

    Rarity is Lucene's: ln(1 + (N - n + 0.5) / (n + 0.5)), with n the case studies that hold it in any field.
    """
    rarity = float(np.log(1 + (size - places.size + 0.5) / (places.size + 0.5)))
    return Postings(places, weights, rarity, rarity * (DAMPENING + 1) * weights / (DAMPENING + weights))
