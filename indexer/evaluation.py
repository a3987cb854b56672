"""How good the answers are: judged questions in; nDCG, reciprocal rank and recall out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

#: For one question, how well each judged case study answers it: 0 not at all, more is better.
Grades = Mapping[str, int]

Measure = Callable[[Sequence[str], Grades, int], float]


@dataclass(frozen=True, slots=True)
class Judged:
    """A set of questions by name, each with its grades. A question whose grades are all 0 should find nothing."""

    name: str
    questions: Mapping[str, str]
    grades: Mapping[str, Grades]


@dataclass(frozen=True, slots=True)
class Quality:
    """How well a set was answered: means over its questions with an answer, each from 0 to 1.

    `questions` counts all of them, `without_answer` those that have no answer here. `unanswered` counts those that have one and
    found nothing at all, `nonsense` those that have none and found something.
    """

    name: str
    questions: int
    without_answer: int
    ndcg_at_10: float
    mrr_at_10: float
    recall_at_100: float
    unanswered: int
    nonsense: int


def ndcg(ranked: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """Normalised discounted cumulative gain: gain 2^grade - 1, halved by the log of the place (Burges and others, 2005).

    1 when the best come first in order of grade; 0 when none of them is there, or there are none.
    """
    gained = _gain([grades.get(slug, 0) for slug in ranked[:depth]])
    best = _gain(sorted(grades.values(), reverse=True)[:depth])
    return gained / best if best else 0.0


def reciprocal_rank(ranked: Sequence[str], grades: Grades, depth: int = 10) -> float:
    """One over the place of the first that answers; 0 when none does."""
    return next((1 / place for place, slug in enumerate(ranked[:depth], 1) if grades.get(slug, 0) > 0), 0.0)


def recall(ranked: Sequence[str], grades: Grades, depth: int = 100) -> float:
    """The share of all that answer which was found; 0 when there are none."""
    right = {slug for slug, grade in grades.items() if grade > 0}
    return len(right.intersection(ranked[:depth])) / len(right) if right else 0.0


def quality(judged: Judged, answers: Mapping[str, Sequence[str]]) -> Quality:
    """Sum up a set. `answers` has, for each question by name, the slugs that were found, best first."""
    answerable = [name for name in judged.questions if any(grade > 0 for grade in judged.grades[name].values())]
    rest = judged.questions.keys() - set(answerable)

    def mean(measure: Measure, depth: int) -> float:
        return fmean(measure(answers[name], judged.grades[name], depth) for name in answerable) if answerable else 0.0

    return Quality(
        name=judged.name,
        questions=len(judged.questions),
        without_answer=len(rest),
        ndcg_at_10=mean(ndcg, 10),
        mrr_at_10=mean(reciprocal_rank, 10),
        recall_at_100=mean(recall, 100),
        unanswered=sum(not answers[name] for name in answerable),
        nonsense=sum(bool(answers[name]) for name in rest),
    )


def mean_quality(qualities: Sequence[Quality]) -> Quality:
    """The mean over sets, each counting alike; counts are added up."""
    return Quality(
        name="mean",
        questions=sum(it.questions for it in qualities),
        without_answer=sum(it.without_answer for it in qualities),
        ndcg_at_10=fmean(it.ndcg_at_10 for it in qualities),
        mrr_at_10=fmean(it.mrr_at_10 for it in qualities),
        recall_at_100=fmean(it.recall_at_100 for it in qualities),
        unanswered=sum(it.unanswered for it in qualities),
        nonsense=sum(it.nonsense for it in qualities),
    )


def _gain(grades: Sequence[int]) -> float:
    return math.fsum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))
