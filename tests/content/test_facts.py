"""Whether a number is among the facts, near one, or reckoned from some."""

from __future__ import annotations

import pytest

from tests.content.facts import Verdict, facts_in, judge
from tests.content.figures import figures

SHEET = {
    "organisations": ["Derby", "Adur", "Wigan"],
    "years": [2010, 2020],
    "problem": ["Calls came by phone, post, email and in person"],
    "done": ["Compared nine plans, this, that and others and chose this"],
    "cost": ["about £9.5m over seven years"],
    "outcomes": [
        {"measure": "calls answered", "after": "8,312 (74%)", "source": 5, "period": "Apr-Jul 2024"},
        {"measure": "replies", "after": "40 full and 13 partial of 153"},
        {"measure": "cost of a call", "before": "£2.33", "after": "£0.77"},
    ],
    "sources": [{"title": "A report", "url": "https://example.org/777", "date": "2024-10-01"}],
}
FACTS = facts_in([SHEET])


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("8,312 calls", "found"),
        ("8,312%", "missing"),
        ("8,213 calls", "missing"),
        ("74%", "found"),
        ("in April 2024", "found"),
        ("in May 2024", "missing"),
        ("October 2024", "found"),
        ("on 1 October", "found"),
        ("in 2024", "found"),
        ("777 calls", "missing"),
        ("12 calls", "missing"),
        ("about 8,300 calls", "rounded"),
        ("over 8,300 calls", "rounded"),
        ("nearly 8,300 calls", "missing"),
        ("8,300 calls", "missing"),
        ("about three in four calls", "rounded"),
        ("about £9.5 million", "found"),
        ("£9.5 million", "bare"),
        ("seven years", "found"),
        ("ten years", "reckoned"),
        ("three councils", "reckoned"),
        ("four ways in", "reckoned"),
        ("eleven ways in", "missing"),
        ("the other six councils", "reckoned"),
        ("53 councils", "reckoned"),
        ("26% went unanswered", "reckoned"),
        ("67% less", "missing"),
        ("67% less by our arithmetic", "reckoned"),
        ("six councils", "missing"),
    ],
)
def test_a_number_is_held_to_the_facts(text: str, verdict: Verdict) -> None:
    (figure,) = figures(text)
    assert judge(figure, FACTS, text).verdict == verdict


def test_what_was_rounded_or_reckoned_is_told() -> None:
    assert [judge(figures(text)[0], FACTS, text).of for text in ("about 8,300", "53 replies", "three councils")] == [
        "8,312",
        "40 + 13",
        "counts “organisations”",
    ]


def test_facts_may_stand_in_several_sheets() -> None:
    (figure,) = figures("over 95 homes")
    assert judge(figure, facts_in([SHEET, {"problem": ["95 homes"]}])).verdict == "found"
