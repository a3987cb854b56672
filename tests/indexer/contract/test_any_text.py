"""Rule 1: any text at all is a question, and nothing a person types can raise or take long. With it, what holds of every answer."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer import FILTER_NAMES, Index, Query
from indexer.query import Mode, Sort
from tests.indexer.contract.budget import answer
from tests.indexer.contract.invariants import check
from tests.indexer.contract.made_up import slugs
from tests.naughty_strings import NAUGHTY_STRINGS

EMAIL = """From: Repairs <repairs@example.org>
Subject: RE: FW: "old" system (URGENT!!)

Dear all,

We need to replace our housing repairs system; it's 15 years old & the supplier says >> "no more updates" << by 31/03.
* Tenants can't report a repair on-line :-(
* Missed appointments: 18%? | Cost = £1.2m...
Has anyone done this?  What did it cost, and how do we copy it?

Kind regards,
--
Sent from my phone. This e-mail (and any attachment) is confidential: if <you> aren't "the intended recipient...
"""

#: A question of each kind that must be answered in time whatever else a run makes up.
LONG = {
    "10,000 letters": "x" * 10_000,
    "100,000 letters": "x" * 100_000,
    "100,000 characters of words": "housing repairs system " * 4_348,
    "1,000 times one word": "repairs " * 1_000,
    "20,000 different words": " ".join(f"word{number}" for number in range(20_000)),
    "50,000 words of one letter": "a " * 50_000,
    "25,000 phrases of one letter": '"a" ' * 25_000,
    "phrases of every word": " ".join(f'"repairs number {number}"' for number in range(4_000)),
    "quotes that never close": '"' * 100_001,
    "curly quotes that never close": "“" * 50_000 + "”" * 49_999,
    "quotes of every kind": "\"'“”‘’«»‹›„‚`´＂" * 5_000 + "damp sensors",
    "brackets": "(" * 50_000 + ")" * 50_000,
    "stars": "* " * 50_000,
    "beginnings": "w* " * 33_000,
    "nothing but spaces": " \t\n\u2003" * 25_000,
    "nothing but NUL": "\x00" * 100_000,
    "nothing but combining marks": "\u0301" * 100_000,
    "every letter carries marks": "d\u0301\u0316\u0334a\u0301\u0316\u0334m\u0301p" * 7_000,
    "emoji": "🏚️👩🏽‍🚒🇬🇧" * 10_000,
    "right to left": "\u202eطلب إصلاح\u202c " * 8_000,
    "no spaces between words": "房屋維修系統" * 16_000,
    "halves of letters": "\ud800\udfff\udc00" * 30_000,
    "markup": "<b><i>" * 16_000,
    "addresses": "https://example.org/?q=repairs&x=%00 " * 2_700,
    "slips": " ".join(f"hous{letter}ng repaars sistems" for letter in "abcdefgh") * 500,
    "a pasted email": EMAIL,
    "a thread of pasted emails": EMAIL * 160,
}

VALUES = (
    *("housing", "cyber-security", "data-and-insight", "live", "pilot", "stopped", "england", "abroad", "estonia", "london"),
    *("0", "1", "2", "3", "4", "2022", "2023", "council", "public-sources", "OGL-UK-3.0", "lincoln", "camden", "worthing"),
)

#: Words that case studies hold, and what people type between them.
PARTS = (
    *("housing", "repairs", "system", "sensors", "damp", "council", "bin", "refuse", "chatbot", "rates", "Welsh", "Hackney", "payroll"),
    *(
        "the",
        "of",
        "who has",
        "mould",
        "hacked",
        "iot",
        "sistem",
        "chatbott",
        "zeppelin",
        '"',
        "“",
        "”",
        "*",
        "AND",
        "-",
        "?",
        "\x00",
        "\n",
    ),
)

anything = st.one_of(
    st.text(st.characters(), max_size=300),
    st.lists(st.sampled_from(PARTS), max_size=25).map(" ".join),
    st.sampled_from(NAUGHTY_STRINGS),
    st.builds(lambda text, times: (text * times)[:100_000], st.text(st.characters(), min_size=1, max_size=20), st.integers(1, 100_000)),
)
filters = st.dictionaries(
    st.sampled_from(FILTER_NAMES) | st.text(st.characters(), max_size=10),
    st.lists(st.sampled_from(VALUES) | st.text(st.characters(), max_size=10), max_size=4).map(tuple),
    max_size=4,
)
pages = st.integers(-5, 8) | st.integers()
queries = st.builds(
    Query,
    text=anything,
    filters=filters,
    sort=st.sampled_from(("best", "newest", "evidence")),
    page=pages,
    per_page=pages,
    mode=st.sampled_from(("both", "words", "meaning")),
)


@settings(max_examples=60, deadline=None)
@given(query=queries)
@example(Query("abc\ud800 housing"))
@example(Query("repairs", {"theme": ("housing", "housing", "nothing"), "no such filter": ("x",)}))
@example(Query("repairs", {"supplier": ("",), "status": ()}, page=-1, per_page=0))
def test_every_question_is_answered_in_time_and_as_the_rules_promise(index: Index, query: Query) -> None:
    check(index, query, answer(index, query))


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_a_long_question_is_answered_in_time(index: Index, text: str) -> None:
    answer(index, Query(text))


@pytest.mark.parametrize("mode", ["words", "meaning"])
def test_a_pasted_email_is_answered_each_way(index: Index, mode: Mode) -> None:
    assert slugs(answer(index, Query(EMAIL, mode=mode)))[0] == "lincoln-housing-repairs-system"


def test_a_pasted_email_finds_what_it_is_about(index: Index) -> None:
    assert slugs(answer(index, Query(EMAIL)))[0] == "lincoln-housing-repairs-system"


def test_two_hundred_filters_of_rubbish_are_answered_in_time(index: Index) -> None:
    rubbish = {f"filter {number}": tuple(f"value {value}" for value in range(20)) for number in range(200)}
    assert answer(index, Query("repairs", rubbish)).hits == index.search(Query("repairs")).hits


@pytest.mark.parametrize("sort", ["best", "newest", "evidence"])
def test_two_hundred_values_of_every_filter_are_answered_in_time(index: Index, sort: Sort) -> None:
    rubbish = tuple(f"value {number} \x00<>'" for number in range(200))
    chosen = dict.fromkeys(FILTER_NAMES, (*rubbish, *VALUES))
    assert slugs(answer(index, Query("repairs", chosen, sort))) == slugs(
        index.search(Query("repairs", dict.fromkeys(FILTER_NAMES, VALUES), sort))
    )
    assert answer(index, Query("repairs", dict.fromkeys(FILTER_NAMES, rubbish), sort)).total == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("housing AND repairs", "housing repairs"),
        ("housing OR (repairs", "housing repairs"),
        ("repairs NOT housing", "repairs housing"),
        ("repairs -housing", "repairs housing"),
        ("+repairs", "repairs"),
        ("repair*", "repair"),
        ("*repairs", "repairs"),
        ("repairs~sensors^damp", "repairs sensors damp"),
        ("housing:repairs", "housing repairs"),
        ("[repairs TO sensors]", "repairs sensors"),
        ("/repairs|damp/", "repairs damp"),
    ],
)
def test_no_sign_is_an_operator(index: Index, text: str, words: str) -> None:
    """What other searches obey is passed over here: the answer is that of the words alone."""
    found = slugs(index.search(Query(text, mode="words")))
    assert found == slugs(index.search(Query(words, mode="words")))
    assert found
