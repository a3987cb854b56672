from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.frontmatter import FrontMatter, read_front_matter, read_values
from indexer.values import Group, Items, Scalar


def front(fields: str, text: str = "## The problem\n\nIt leaked.\n") -> FrontMatter:
    return read_front_matter(f"---\n{fields}\n---\n\n{text}".encode())


def value(fields: str, name: str) -> object:
    read = front(fields).values
    assert read is not None
    return read.values[name]


def test_keeps_values_as_they_were_written() -> None:
    fields = "title: 2020\nstarted: 2018-04\npublished: 2026-11-22\nestimate: no\namount: 0x1F\nsummary: 'It''s'"
    read = front(fields).values
    assert read is not None
    assert {name: it.text for name, it in read.values.items() if isinstance(it, Scalar)} == {
        "title": "2020",
        "started": "2018-04",
        "published": "2026-11-22",
        "estimate": "no",
        "amount": "0x1F",
        "summary": "It's",
    }


def test_knows_the_place_of_every_value_counting_from_one() -> None:
    groups = value("title: x\ncosts:\n  - {amount: 5, covers: é, year: 2020}\n", "costs")
    assert isinstance(groups, Items)
    (cost,) = groups.values
    assert isinstance(cost, Group)
    assert [(it.line, it.column) for it in cost.values.values() if isinstance(it, Scalar)] == [(4, 14), (4, 25), (4, 34)]
    assert (cost.names["covers"].line, cost.names["covers"].column) == (4, 17)


def test_gives_the_text_and_the_line_it_starts_on() -> None:
    read = front("title: x", "\n\n## The problem\n\nIt leaked.\n\n\n")
    assert (read.text, read.text_line) == ("## The problem\n\nIt leaked.\n", 7)


def test_takes_comments_out_of_the_text_and_leaves_code_and_line_numbers() -> None:
    read = front("title: x", "## A <!-- one\ntwo --> b\n`<!-- kept -->`\n\n```\n<!-- kept -->\n```\n<!-- never closed\n## B\n")
    assert read.text == "## A \n b\n`<!-- kept -->`\n\n```\n<!-- kept -->\n```\n"


def test_folds_words_over_several_lines() -> None:
    assert isinstance(folded := value("summary: >\n  one\n  two\ntitle: x", "summary"), Scalar)
    assert folded.text == "one two\n"


def test_knows_what_a_hash_cut_off() -> None:
    assert isinstance(cut := value("title: Job #1 # note", "title"), Scalar)
    assert (cut.text, cut.cut) == ("Job", "#1 # note")
    assert isinstance(whole := value('title: "Job #1" # note', "title"), Scalar)
    assert (whole.text, whole.cut) == ("Job #1", "")
    assert isinstance(joined := value("title: C#", "title"), Scalar)
    assert (joined.text, joined.cut) == ("C#", "")


def test_a_broken_line_is_mended_to_read_the_others() -> None:
    read = front("title: A: b\nstatus: live\nsummary: @home\nlicence: x")
    assert [(flaw.line, flaw.kind) for flaw in read.flaws] == [(2, "quotes"), (4, "quotes")]
    assert read.values is not None
    assert {name: it.text for name, it in read.values.values.items() if isinstance(it, Scalar)} == {
        "title": "A: b",
        "status": "live",
        "summary": "@home",
        "licence": "x",
    }


@pytest.mark.parametrize("fields", ["- a", "just words", "", "42"])
def test_fields_must_have_names(fields: str) -> None:
    read = front(fields)
    assert read.values is None
    assert "each as `name: value`" in read.flaws[0].says


def test_a_second_piece_of_yaml_is_not_read() -> None:
    read = read_values(b"copies: a\n---\ncopies: b\n")
    assert [flaw.line for flaw in read.flaws] == [2]
    assert read.values is not None
    assert isinstance(copies := read.values.values["copies"], Scalar)
    assert copies.text == "a"


HOSTILE = {
    "brackets": "---\n" + "[" * 150_000,
    "lists": "---\n" + "- " * 90_000,
    "keys": "---\n" + "? " * 90_000,
    "aliases": "---\na: &a [x,x]\n" + "b: *a\n" * 9_000,
    "lines without quotes": "---\n" + "".join(f"a{n}: b: c\n" for n in range(9_000)),
    "spaces": "---\ntitle: x: y" + " " * 150_000 + "z\n---\n## a" + " " * 30_000 + "b",
    "quotes": '---\ntitle: "' + '" "' * 50_000,
    "comments": "---\na: b\n---\n" + "<!--" * 40_000 + "`" * 30_000,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_nothing_takes_long_to_refuse(content: str) -> None:
    began = time.perf_counter()
    read_front_matter(content.encode())
    assert time.perf_counter() - began < 5


@settings(deadline=None, max_examples=150)
@given(st.text(st.sampled_from("ab:#-'\"[]{}&*!|>%@`,?\n\t \r~é\x00\u2028"), max_size=60))
@example("a: 'b\n")
@example("a: b: 'c")
@example("- - a\n - b")
def test_any_text_at_all_is_read_or_explained(fields: str) -> None:
    content = f"---\n{fields}\n---\n\nText\n"
    read = read_front_matter(content.encode())
    lines = content.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert read.values is not None or read.flaws
    assert all(1 <= flaw.line <= lines and flaw.column >= 1 and flaw.says and flaw.fix for flaw in read.flaws)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=80))
def test_any_bytes_at_all_are_read_or_explained(content: bytes) -> None:
    assert read_front_matter(content).flaws


@settings(deadline=None, max_examples=150)
@given(
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=80).map(lambda it: " ".join(it.split())).filter(bool)
)
@example("Lincoln: repairs #1 “new” [x] {y} 'z' \"w\" \\ end:")
def test_words_in_double_quotes_come_back_as_they_were(words: str) -> None:
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    read = front(f'title: "{quoted}"')
    assert not read.flaws
    assert isinstance(title := read.values.values["title"] if read.values else None, Scalar)
    assert title.text == words
