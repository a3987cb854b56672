"""Whatever is typed, whatever stands in the address, and whatever a file says: a page, and nothing in it runs."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from indexer import NearestPassage, Piece, Query, Results, Why
from portal.results import SHOWN
from tests.memory_index import MemoryIndex
from tests.portal.conftest import GetPage

HOSTILE = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' OR 1=1 --",
    "</title><h1>x</h1>",
    "{{ 7 * 7 }}",
    "nul\x00l",
    "\u202eelbatliforp",
    "\u200fright to left",
    "🏚️👩🏽‍🚒",
    "\ufdd0\uffff\U0001ffff",
    "\x85\x9f\x7f",
    "*",
    "w*",
    '"',
    "a" * 10_000,
    "damp " * 2_000,
    "x" * 100_000,
    "&amp;&lt;",
    "ŵ ŷ Ŵ",
    "AND OR NOT ( ) : ^ ~",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_typed_is_a_question(get_page: GetPage, typed: str) -> None:
    page = get_page("/search?q=" + quote(typed))
    assert not [each for each in page.tree.iter("script") if each.text]
    assert "49" not in page.h1


@pytest.mark.parametrize("path", ["/search.atom", "/search.json", "/search.csv", "/complete.json"])
@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_typed_is_a_question_in_every_form(client: FlaskClient, path: str, typed: str) -> None:
    answer = client.get(f"{path}?q={quote(typed)}")
    assert answer.status_code == 200
    if path.endswith("json"):
        json.loads(answer.data)
    if path.endswith("atom"):
        ElementTree.fromstring(answer.data)


@pytest.mark.parametrize(
    "query_string",
    [
        "q=%ff%fe&theme=%00",
        "q=a&q=b&q=c",
        "q[]=a&q[x]=y",
        "&".join(f"filters={number}" for number in range(300)),
        "&".join(f"theme=theme-{number}" for number in range(300)),
        "&".join(f"{name}=x" for name in (*SHOWN, "council", "partner", "supplier", "licence")),
        "theme=" + quote('"><script>alert(1)</script>'),
        "sort=" + quote("<b>"),
        "page=-1&page=2",
        urlencode({"year": "9" * 90, "kind": "x" * 90}),
        "&&&===&;;",
    ],
)
def test_any_address_is_a_page(get_page: GetPage, query_string: str) -> None:
    get_page(f"/search?{query_string}")


def test_words_from_strangers_are_escaped(index: MemoryIndex, get_page: GetPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles, passages, snippets and names come out of files that anyone may send."""
    evil = "</h3><script>alert(1)</script>"
    plain: Callable[[Query], Results] = index.search

    def search(query: Query) -> Results:
        results = plain(query)
        why = Why((evil,), (evil,), (evil,), NearestPassage(evil, "the-problem", evil), False, (evil,))
        hits = tuple(
            replace(
                hit,
                title=(Piece(evil), Piece(evil, True)),
                snippet=(Piece(evil, True),),
                why=why,
                case_study=replace(hit.case_study, summary=evil),
            )
            for hit in results.hits
        )
        counts = {name: tuple(count._replace(name=evil) for count in found) for name, found in results.counts.items()}
        return replace(results, hits=hits, counts=counts, also_searched=(evil,), suggestion=evil, corrected=corrected, nearest=hits[:1])

    corrected: str | None = None
    monkeypatch.setattr(index, "search", search)
    page = get_page("/search?q=housing&theme=housing")
    assert html.escape(evil).replace("&quot;", "&#34;") in page.response.get_data(as_text=True)
    assert not [each for each in page.tree.iter("script") if each.text]
    corrected = evil
    for path in ("/search?q=housing", "/search?q=xyzzy", "/"):
        assert not [each for each in get_page(path).tree.iter("script") if each.text]
