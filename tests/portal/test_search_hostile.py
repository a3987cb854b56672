"""Whatever is typed, whatever stands in the address, and whatever a file says: a page, and nothing in it runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from indexer import FILTER_NAMES, Hit, NearestPassage, Piece, Query, Results, Why
from indexer.corpus import Corpus
from portal.questions import readable
from portal.results import SHOWN
from tests.memory_index import MemoryIndex
from tests.naughty_strings import NAUGHTY_STRINGS
from tests.portal.attacks import ATTACKS
from tests.portal.conftest import GetPage
from tests.portal.page import Page, words

#: One test asks this many, so that a thousand tests are not made of one sentence.
AT_A_TIME = 25

BATCHES = [NAUGHTY_STRINGS[start : start + AT_A_TIME] for start in range(0, len(NAUGHTY_STRINGS), AT_A_TIME)]

#: What runs, or changes what runs: none may stand in a page, whoever wrote it.
LIVE = {"iframe", "object", "embed", "base", "applet", "style", "template", "plaintext", "noscript", "frame", "foreignObject"}

#: What a text could break out of its place with.
MARKUP = set("<>&\"'`")

batches = pytest.mark.parametrize("batch", BATCHES, ids=range(len(BATCHES)))


@pytest.fixture
def index(corpus: Corpus) -> MemoryIndex:
    """A small one: its pages are taken apart hundreds of times."""
    return MemoryIndex([corpus.case_studies[slug] for slug in ("camden-damp-sensors", "lincoln-housing-repairs-system")], corpus.vocabulary)


def assert_nothing_runs(page: Page) -> None:
    """The page has passed the audit, which looks at handlers and addresses; this looks at what else could come of an escaped text."""
    assert [each.get("src") for each in page.tree.iter("script")] == ["/static/copybook.js"]
    assert not {each.tag for each in page.tree.iter() if isinstance(each.tag, str)} & LIVE
    assert {form.get("action") for form in page.all("form")} <= {"/search"}
    assert not [each for each in page.tree.iter() if not isinstance(each.tag, str)], "a comment"


def test_there_are_enough_of_them() -> None:
    assert len(NAUGHTY_STRINGS) >= 150


@batches
def test_anything_typed_is_a_question(client: FlaskClient, batch: tuple[str, ...]) -> None:
    for typed in batch:
        assert client.get("/search?" + urlencode({"q": typed}, errors="surrogatepass")).status_code == 200, typed[:99]


@batches
def test_nothing_typed_becomes_part_of_the_page(get_page: GetPage, batch: tuple[str, ...]) -> None:
    for typed in batch:
        if MARKUP & set(typed) and len(typed) < 1_000:
            page = get_page("/search?" + urlencode({"q": typed}, errors="surrogatepass"))
            assert_nothing_runs(page)
            assert (page.one("input", id="q").get("value") or "") == readable(typed), "what was asked is not what stands in the box"


@batches
def test_anything_typed_is_a_question_in_every_form(client: FlaskClient, batch: tuple[str, ...]) -> None:
    for typed in batch:
        asked = urlencode({"q": typed}, errors="surrogatepass")
        feed, json_feed, spreadsheet, complete = (
            client.get(f"{path}?{asked}") for path in ("/search.atom", "/search.json", "/search.csv", "/complete.json")
        )
        assert [answer.status_code for answer in (feed, json_feed, spreadsheet, complete)] == [200] * 4, typed[:99]
        assert ElementTree.fromstring(feed.data).tag.endswith("feed")
        assert json_feed.get_json(force=True)["version"] == "https://jsonfeed.org/version/1.1"
        assert isinstance(complete.get_json(), list)
        rows = list(csv.reader(io.StringIO(spreadsheet.get_data(as_text=True).removeprefix("\ufeff"))))
        assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))]


@pytest.mark.parametrize(
    "typed",
    ["x" * 100_000, "damp " * 20_000, "🏚️" * 100_000, "\x00" * 100_000, '"' * 100_000, "<" * 100_000, "damp " * 1_000, "the " * 1_000],
    ids=["letters", "words", "emoji", "nuls", "quotes", "angles", "a-thousand-times", "a-thousand-stop-words"],
)
def test_however_long_it_is_a_question(get_page: GetPage, typed: str) -> None:
    page = get_page("/search?" + urlencode({"q": typed}, errors="surrogatepass"))
    assert_nothing_runs(page)
    assert len(page.response.data) < 200_000, "what is too long to read is not read back"


@pytest.mark.parametrize("name", ["q", *FILTER_NAMES, "sort", "page"])
def test_anything_in_any_place_of_an_address_is_passed_over(get_page: GetPage, name: str) -> None:
    for typed in (
        '"><script>alert(1)</script>',
        "\x00",
        "\ud800",
        "9" * 9_000,
        "-1",
        "{{ 7 * 7 }}",
        "' OR 1=1 --",
        "../../etc/passwd",
        "🏚️",
    ):
        assert_nothing_runs(get_page("/search?" + urlencode({name: typed}, errors="surrogatepass")))


def test_two_hundred_filters_are_a_page(get_page: GetPage) -> None:
    asked = [(FILTER_NAMES[number % len(FILTER_NAMES)], f"value-{number}") for number in range(200)]
    page = get_page("/search?" + urlencode(asked))
    assert "Nothing found" in page.main


def test_as_many_values_as_an_address_holds_are_no_endless_page(get_page: GetPage) -> None:
    asked = [(name, f"{name}-{number}") for name in FILTER_NAMES for number in range(60)]
    page = get_page("/search?" + urlencode(asked))
    assert len(page.response.data) < 1_000_000
    assert "and 750 more" in page.main
    assert "Filters (780 chosen)" in [words(each) for each in page.all("summary")]


def test_unknown_filters_are_dropped_and_known_ones_kept(get_page: GetPage) -> None:
    page = get_page("/search?theme=housing&colour=red&theme[]=waste&Theme=planning&filters=x")
    assert page.links["Clear all filters"] == "/search"
    assert len(page.all("a", class_="app-chip")) == 1
    assert "colour" not in page.response.get_data(as_text=True)


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


EVIL = [each for each in ATTACKS if each.isprintable()]


@pytest.fixture
def evil(index: MemoryIndex, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have an index all of whose words are attacks, as titles, passages, snippets and names are that come out of files anyone may send."""
    plain: Callable[[Query], Results] = index.search

    def hit(like: Hit, evil: str) -> Hit:
        why = Why((evil,), (evil,), (evil,), NearestPassage(evil, "the-problem", evil), False, (evil,))
        case_study = replace(like.case_study, title=evil, summary=evil, councils=(evil,))
        passage = why if like.why.passage else replace(why, passage=None)
        return replace(like, title=(Piece(evil), Piece(evil, True)), snippet=(Piece(evil, True),), why=passage, case_study=case_study)

    def answering(**fields: Any) -> None:
        def search(query: Query) -> Results:
            found = plain(query)
            [first, *_] = plain(Query(per_page=1)).hits
            hits = tuple(hit(first, each) for each in EVIL)
            counts = {
                name: tuple(count._replace(name=each) for count, each in zip(counted, EVIL, strict=False))
                for name, counted in found.counts.items()
            }
            shown: dict[str, Any] = {"hits": hits, "total": len(hits), "counts": counts, "also_searched": tuple(EVIL), "nearest": hits}
            return replace(found, **(shown | fields))

        monkeypatch.setattr(index, "search", search)

    return answering


@pytest.mark.parametrize("fields", [{"suggestion": EVIL[0]}, {"corrected": EVIL[1]}, {"corrected": EVIL[2], "total": 0}, {"total": 0}])
@pytest.mark.parametrize("path", ["/search?q=housing&theme=housing&nation=england", "/search?status=live"])
def test_words_from_strangers_are_escaped(evil: Callable[..., None], get_page: GetPage, path: str, fields: dict[str, Any]) -> None:
    evil(**fields)
    page = get_page(path)
    assert_nothing_runs(page)
    assert len(EVIL) > 80
    written = page.response.get_data(as_text=True)
    assert not [each for each in EVIL if "<" in each and each in written]
    assert not [each for each in EVIL if " ".join(each.split()) not in words(page.one("main"))], "not as it was written"
