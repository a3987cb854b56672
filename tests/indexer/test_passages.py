"""How a case study is cut."""

from __future__ import annotations

import dataclasses
from datetime import date

from indexer.casestudy import CaseStudy
from indexer.passages import WORDS, passages, plain_text


def case_study(text: str) -> CaseStudy:
    return CaseStudy(
        "a", "b/a.md", "Title", "Summary.", ("housing",), "live", date(2026, 1, 1), date(2027, 1, 1), "council", "CC-BY-4.0", text
    )


def test_the_summary_is_a_passage_without_a_heading() -> None:
    first = passages(case_study("## The problem\n\nOld."))[0]
    assert (first.heading, first.anchor, first.text) == ("", "", "Summary.")


def test_a_title_is_no_passage_of_its_own() -> None:
    bare = dataclasses.replace(case_study("Kettles."), summary="")
    assert [each.for_model for each in passages(bare)] == ["Title. Kettles."]


def test_each_section_is_its_own_passage_with_title_and_heading() -> None:
    problem, did = passages(case_study("## The problem\n\nOld.\n\n## What we did\n\nNew."))[1:]
    assert problem.for_model == "Title. The problem. Old."
    assert did.anchor == "what-we-did"


def test_what_is_not_known_answers_nothing() -> None:
    text = "## What did not work\n\nNot known. The sources do not say.\n\n## How to copy this\n\nAsk."
    assert [each.heading for each in passages(case_study(text))] == ["", "How to copy this"]


def test_there_is_always_one_even_with_nothing_to_say() -> None:
    nothing = dataclasses.replace(case_study("## What did not work\n\nNot known."), summary="")
    assert [each.for_model for each in passages(nothing)] == ["Title"]


def test_long_sections_are_cut_at_paragraphs_and_nothing_is_lost() -> None:
    paragraphs = [" ".join(f"{letter}{number}" for number in range(70)) for letter in "abcde"]
    found = passages(case_study("## What we did\n\n" + "\n\n".join(paragraphs)))[1:]
    assert [len(each.text.split()) for each in found] == [140, 140, 70]
    assert " ".join(each.text for each in found).split() == " ".join(paragraphs).split()


def test_one_endless_sentence_is_cut_at_words() -> None:
    found = passages(case_study("## What we did\n\n" + "word " * 1000))[1:]
    assert all(len(each.text.split()) <= WORDS for each in found)
    assert sum(len(each.text.split()) for each in found) == 1000


def test_a_passage_s_digest_changes_with_its_title() -> None:
    one = passages(case_study("## The problem\n\nOld."))[1]
    assert one.digest != type(one)("Other", one.heading, one.anchor, one.text).digest


def test_plain_text_keeps_the_words_and_drops_the_marks() -> None:
    markdown = "1. See [the guide](https://example.org) [3].\n- **Bold** and _not_\n\n```\ncode\n```\n<b>raw</b>"
    assert plain_text(markdown).split() == ["See", "the", "guide.", "Bold", "and", "not", "code", "raw"]
