from __future__ import annotations

import time
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import anchor_for
from portal import markdown
from portal.markdown import render_text
from tests.portal.attacks import ATTACKS

TAGS = set("a blockquote br code div em h2 h3 h4 h5 h6 hr li ol p pre section span strong sup table tbody td th thead tr ul".split())
ATTRIBUTES = {"href", "rel", "id", "class", "start", "tabindex"}
PAGE_IDS = {"main-content", "header-q", "source-1", "page-sources"}


def harm(html: str) -> list[str]:
    """What in a piece of HTML could do something, as a browser would read it."""
    found = []
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            found.append("a comment or instruction")
        elif element.tag != "DOCUMENT_FRAGMENT":
            found += _harm_of(element)
    return found


def _harm_of(element: Any) -> list[str]:
    found = [] if element.tag in TAGS else [f"<{element.tag}>"]
    found += [f"{name} on <{element.tag}>" for name in element.attrib if name not in ATTRIBUTES]
    href = element.get("href", "https://")
    if not href.startswith(("https://", "http://", "mailto:", "#")):
        found.append(f"a link to {href!r}")
    if any(not name.startswith(("app-", "footnote")) for name in (element.get("class") or "").split()):
        found.append(f"class {element.get('class')!r}")
    if element.get("id") in PAGE_IDS:
        found.append(f"id {element.get('id')!r}")
    return found


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_in_a_text_can_do_harm(text: str) -> None:
    assert harm(render_text(text, 2).html) == []
    assert harm(render_text(f"## The problem\n\n- {text}\n\n> {text}\n", 2).html) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "<a href='/x'>",
        "<p style=x>",
        "<p id=main-content>",
        "<svg></svg>",
        "<!-- x -->",
        "<p class=govuk-tag>",
    ],
)
def test_the_tests_own_eye_sees_harm(html: str) -> None:
    assert harm(html)


@given(st.text(alphabet="<>[]()!#*_`~^:/\\\"'&;= \n\t\x00\x02\x03-|>1ajscriptonhef{}", max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_mix_of_signs_does_harm(text: str) -> None:
    assert harm(render_text(text, 1).html) == []


def test_what_looks_like_a_tag_is_shown_as_words() -> None:
    assert "&lt;council name&gt;" in render_text("Type <council name> here.").html


def test_headings_have_the_ids_that_search_links_to() -> None:
    rendered = render_text("## The problem\n\nx\n\n## How to copy this\n\ny")
    assert [heading.anchor for heading in rendered.headings] == [anchor_for("The problem"), anchor_for("How to copy this")]
    assert '<h2 id="the-problem">' in rendered.html


def test_the_page_keeps_its_only_first_heading() -> None:
    assert "<h1" not in render_text("# Loud\n\nText").html


def test_a_skipped_level_is_closed_up() -> None:
    assert "<h3" in render_text("## The problem\n\n##### Deep").html


def test_headings_alike_get_ids_of_their_own() -> None:
    html = render_text("## Same\n\n## Same\n\n## Same\n\n### Same").html
    ids = [element.get("id") for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter() if element.get("id")]
    assert ids[0] == "same"
    assert len(set(ids)) == 4


def test_a_citation_links_to_its_source() -> None:
    assert '<a class="app-citation" href="#source-3" rel="nofollow noopener">[3]</a>' in render_text("So it is [3].", 3).html


def test_a_citation_of_no_source_stays_as_it_is() -> None:
    assert "href" not in render_text("So it is [4], [0] and [003999].", 3).html


def test_several_numbers_in_one_citation_are_links_each() -> None:
    html = render_text("So it is [1, 2][3], they say [1].", 3).html
    assert [html.count(f'href="#source-{number}"') for number in (1, 2, 3)] == [2, 1, 1]


@pytest.mark.parametrize("text", ["`[1]`", "```\n[1]\n```", "[see [1] here](https://e.example)", r"\[1\]"])
def test_a_number_in_code_or_a_link_is_no_citation(text: str) -> None:
    assert "#source-1" not in render_text(text, 1).html


def test_a_text_cannot_lead_a_citation_elsewhere() -> None:
    html = render_text("So it is [1].\n\n[1]: https://evil.example", 1).html
    assert "#source-1" in html
    assert "evil" not in html


def test_a_heading_in_the_contents_has_no_citation_and_no_tags() -> None:
    heading = render_text("## What *they* say & do [1]", 1).headings[0]
    assert str(heading.words) == "What they say &amp; do"


def test_how_to_copy_stands_out() -> None:
    html = render_text("## What we did\n\na\n\n## How to copy this\n\n1. b\n\n## People and skills\n\nc").html
    assert html.count('class="app-part app-part--copy"') == 1
    assert html.count("<section") == 3


def test_footnotes_lead_there_and_back() -> None:
    html = render_text("Said[^a].\n\n[^a]: By whom.").html
    assert 'href="#fn:a"' in html
    assert 'href="#fnref:a"' in html


def test_a_table_scrolls_by_itself() -> None:
    html = render_text("| a | b |\n|---|---|\n| 1 | 2 |").html
    assert '<div class="app-wide" tabindex="0">' in html
    assert html.count("<table>") == 1


def test_a_picture_becomes_its_words() -> None:
    html = render_text("![A bar chart](https://e.example/a.png)").html
    assert "A bar chart" in html
    assert "e.example" not in html


@pytest.mark.parametrize(
    "text",
    [
        "[" * 150_000,
        "[a](" * 40_000,
        "[^1]" * 40_000,
        "- " * 3_000 + "x",
        "> " * 50_000,
        "<http://" * 20_000,
        "&a;" * 50_000,
        "# a\n" * 40_000,
    ],
)
def test_no_text_keeps_the_converter_busy(text: str) -> None:
    begun = time.perf_counter()
    render_text(text, 1)
    assert time.perf_counter() - begun < 5


def test_the_words_of_a_tangled_text_still_show() -> None:
    assert "the words" in render_text("[" * 1_000 + "\n\nthe words").html


def test_the_same_text_is_converted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render_text("Once only, please.", 1)
    monkeypatch.setattr(markdown, "_render", None)
    assert render_text("Once only, please.", 1) is first


def test_only_so_many_texts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "_KEEP", 3)
    for number in range(5):
        render_text(f"Text {number}")
    assert len(markdown._kept) == 3
