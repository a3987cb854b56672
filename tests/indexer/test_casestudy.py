from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.casestudy import PartialDate, anchor_for, heading_of, split_sections
from indexer.corpus import Corpus


@pytest.mark.parametrize("text", ["2023", "2023-04", "2023-04-01", "2024-02-29"])
def test_a_date_is_kept_as_well_as_it_is_known(text: str) -> None:
    assert str(PartialDate.parse(text)) == text


@pytest.mark.parametrize("text", ["", "23", "2023-4", "2023-13", "2023-02-29", "2023-04-31", "0000", "2023-04-01T00:00", "2023\n", " 2023"])
def test_what_is_not_a_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)


def test_the_first_day_that_a_date_can_mean() -> None:
    assert [PartialDate.parse(text).first_day for text in ("2023", "2023-04", "2023-04-05")] == [
        date(2023, 1, 1),
        date(2023, 4, 1),
        date(2023, 4, 5),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## What we did", (2, "What we did")),
        ("##   What we did   ##  ", (2, "What we did")),
        ("### C#", (3, "C#")),
        ("# One", (1, "One")),
        ("##", (2, "")),
        ("## ##", (2, "")),
        ("##No space", (0, "")),
        ("####### Seven", (0, "")),
        (" ## Indented", (0, "")),
        ("Words", (0, "")),
    ],
)
def test_a_headings_level_and_words(line: str, expected: tuple[int, str]) -> None:
    assert heading_of(line) == expected


def test_text_is_cut_at_its_second_level_headings() -> None:
    sections = split_sections("Before.\n\n## One\n\nA\n\n### Part\n\nB\n\n```\n## Code\n```\n\n## Tŷ a môr\n")
    assert [(it.heading, it.anchor) for it in sections] == [("", ""), ("One", "one"), ("Tŷ a môr", "ty-a-mor")]
    assert sections[0].text == "Before."
    assert sections[1].text == "A\n\n### Part\n\nB\n\n```\n## Code\n```"
    assert sections[2].text == ""


def test_a_long_line_of_spaces_is_cut_in_no_time() -> None:
    began = time.perf_counter()
    split_sections("## a" + " " * 190_000 + "b")
    assert time.perf_counter() - began < 1


@given(st.text(max_size=40))
def test_an_anchor_is_always_fit_for_an_address(heading: str) -> None:
    anchor = anchor_for(heading)
    assert anchor
    assert set(anchor) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_last_changed_is_the_update_or_the_first_day(corpus: Corpus) -> None:
    assert corpus.case_studies["lincoln-housing-repairs-system"].last_changed == date(2026, 5, 1)
    assert corpus.case_studies["wigan-tablet-lending"].last_changed == date(2026, 1, 30)
