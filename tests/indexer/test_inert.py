from __future__ import annotations

import re
from itertools import chain

import pytest
from hypothesis import given, strategies
from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.inert import code, inert
from tests.portal.attacks import ATTACKS

#: What does something on a forge when it stands in text: calls a person or a group, links a thread or a commit, an address.
ACTS = re.compile(r"@|#|!\d|~|\$|%\w|&\w|:\w+:|www\.|://|\b[0-9a-f]{7,40}\b|\bgh-\d|[a-z]+-\d+\b|\[|\]|<|>|\||\\|\*|_", re.IGNORECASE)

#: What stands in a line that shows and does nothing else.
SHOWS = {"text", "code_inline", "softbreak"}

FORGE = (
    "@admin please look", "@org/team", "closes #1", "GH-12", "owner/repo#3", "see 1234567", "deadbeefcafe", "!12", "~bug", "%milestone",
    "$snippet", "&epic", "/close", "/assign @me", ":smile:", "https://evil.example", "www.evil.example", "mail me@evil.example",
    "![x](https://evil.example/x.png)", "[x](https://evil.example)", "[x]: https://evil.example", "<img src=x>", "<!-- copybook review -->",
    "-->", "<details>", "```\n# heading", "`` ` ``", "`", "a ` b `` c", "| a | b |\n|---|---|", "***", "---", "===", "# heading", "> quote",
    "1. list", "- list", "- [ ] task", "~~~", "[^1]", "$$x$$", "&#64;admin", "&lt;img&gt;", "\\@admin", "\u202eevil",
    "a\u200bb", "a\u2028b",     "\x1b[2J", "\x00", "PROJ-123", "＠admin", "[vulnerability:1]", "++x++", "{+ x +}", "::: x", "%%{init}%%",
)  # fmt: skip


def tokens_of(markdown: str) -> list[Token]:
    """What a Markdown reader makes of it, tables and struck-out words too: every part, the inner ones after the outer."""
    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    return list(chain.from_iterable([token, *(token.children or ())] for token in parsed))


def acts(markdown: str) -> list[str]:
    """What stands outside code and does something."""
    inner = [token for token in tokens_of(f"Said: {markdown}") if token.type not in ("paragraph_open", "paragraph_close", "inline")]
    wrong = [token.type for token in inner if token.type not in SHOWS]
    return wrong + [token.content for token in inner if token.type == "text" and ACTS.search(token.content)]


@pytest.mark.parametrize("attack", [*FORGE, *ATTACKS])
def test_nothing_does_anything(attack: str) -> None:
    assert acts(inert(attack)) == []
    assert acts(inert(f"Words before “{attack}” and after")) == []


@given(strategies.text(alphabet=strategies.characters() | strategies.sampled_from("`@#[]()<>!*_~|\\/:.& 1a"), max_size=80))
def test_no_text_at_all_does_anything(text: str) -> None:
    assert acts(inert(text)) == []
    assert inert(text).isprintable()


@pytest.mark.parametrize(
    "text",
    [
        "`themes` must be from the list; “housng” is not there.",
        "Did you mean “live”?",
        "Missed appointments fell from 18% to 7% in a year, and saved £240,000.",
        "Cyngor Sir Ynys Môn’s well-known work (2019–2023): what it did.",
    ],
)
def test_ordinary_sentences_stay_as_they_are(text: str) -> None:
    assert "`" not in inert(text).replace("`themes`", "")


def test_a_run_of_odd_words_is_one_piece_of_code() -> None:
    assert inert("see @a @b now") == "see `@a @b` now"


def test_it_is_cut() -> None:
    assert len(inert("word " * 10_000, 50)) <= 52
    assert len(inert("@" * 1_000_000, 50)) <= 60


def test_a_fence_is_longer_than_what_it_holds() -> None:
    assert code("a") == "`a`"
    assert code("`a``") == "``` `a`` ```"
