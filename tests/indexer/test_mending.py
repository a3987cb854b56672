from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from indexer.corpus import check_case_study
from indexer.fault import Edit
from indexer.mending import mend
from indexer.vocabulary import Vocabulary
from tests.conftest import CORPUS, TODAY

PATH = "lincoln/lincoln-housing-repairs-system.md"
GOOD = (CORPUS / PATH).read_text(encoding="utf-8")

#: What somebody wrote, and what it becomes.
MENDED = [
    ("---\ntitle:", "----\ntitle:", ""),
    ("---\ntitle:", "—\ntitle:", ""),
    ("    before: 18", "\tbefore: 18", ""),
    ('title: "Lincoln replaces its old housing repairs system"', "title: Lincoln: a new system", 'title: "Lincoln: a new system"'),
    ('title: "Lincoln replaces', 'title: "Lincoln "suddenly" replaces', 'title: "Lincoln \\"suddenly\\" replaces'),
    ("review_by:", "Review-by:", ""),
    ("councils: [lincoln]", "councils: lincoln", ""),
    ("councils: [lincoln]", "councils: [City of Lincoln Council]", ""),
    ("published: 2026-01-10", "published: 13 January 2026", "published: 2026-01-13"),
    ("published: 2026-01-10", 'published: "13/01/2026"', 'published: "2026-01-13"'),
    ("amount: 240000", "amount: £240000", ""),
    ("amount: 240000", 'amount: "£240,000"', 'amount: "240000"'),
    ("amount: 240000", "amount: £240,000", ""),
    ("amount: 240000", "amount: 1,240,000", "amount: 1240000"),
    ("status: live", "status: Live", ""),
    ("## What changed", "## What Changed:", ""),
    ("## What changed", "##What changed", ""),
    ("2. Clean", "\n#### Steps\n\n2. Clean", "\n### Steps\n\n2. Clean"),
    ("before: 18", "before: 18%", ""),
    ("Half of them", "Half\u200e \x0bof\u202e them", ""),
]


@pytest.mark.parametrize(("good", "bad", "becomes"), MENDED, ids=[re.sub(r"\s", " ", bad) for _, bad, _ in MENDED])
def test_mends_what_was_surely_meant_and_nothing_else(good: str, bad: str, becomes: str, vocabulary: Vocabulary) -> None:
    assert good in GOOD
    spoilt = GOOD.replace(good, bad, 1)
    mended = mend(PATH, spoilt.encode(), vocabulary, TODAY)
    wanted = GOOD.replace(good, becomes or good, 1)
    # Where two characters went, the one space that is left may be two.
    assert re.sub(" +", " ", mended.content.decode().replace("\u200e", "")) == re.sub(" +", " ", wanted)
    assert mended.faults
    assert mend(PATH, mended.content, vocabulary, TODAY).faults == ()


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("published: 2026-01-10", "published: 3/4/2026"),
        ("amount: 240000", "amount: 1,5"),
        ("amount: 240000", "amount: £240,00"),
        ("amount: 240000", "amount: £240, 000"),
        ("amount: 240000", "amount: £240,000: 1"),
        ("amount: 240000", "amount: about 240000"),
        ("status: live", "status: liv"),
        ("councils: [lincoln]", "councils: [lincon]"),
        ("councils: [lincoln]", "councils: lincoln, camden"),
        ("before: 18", "before: £18"),
        ("title:", "titel:"),
        ('title: "Lincoln replaces its old housing repairs system"', "title: Lincoln's #1 job # a note"),
        ("## What changed", "## Results"),
    ],
)
def test_leaves_alone_what_could_mean_two_things(good: str, bad: str, vocabulary: Vocabulary) -> None:
    spoilt = GOOD.replace(good, bad, 1).encode()
    mended = mend(PATH, spoilt, vocabulary, TODAY)
    assert mended.content == spoilt
    assert mended.faults == ()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_keeps_the_ends_of_lines_and_the_mark_at_the_beginning(end: str, vocabulary: Vocabulary) -> None:
    spoilt = "\ufeff" + GOOD.replace("status: live", "status: LIVE").replace("\n", end)
    mended = mend(PATH, spoilt.encode(), vocabulary, TODAY)
    assert mended.content.decode() == spoilt.replace("LIVE", "live")


def test_a_file_that_is_not_text_is_left_as_it_is(vocabulary: Vocabulary) -> None:
    assert mend(PATH, b"---\ntitle: \xff\n---\n", vocabulary, TODAY).content == b"---\ntitle: \xff\n---\n"


SPOILING = some.sampled_from(
    [bad for _, bad, _ in MENDED] + ["\t", "# ", "####x", "'", '"', ": ", "[", "\r", "- ", "\x0c", "TBC", "<b>", "ŵ", "£1,000", "1,00"]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(changes=some.lists(some.tuples(some.integers(0, len(GOOD)), some.integers(0, 12), SPOILING), min_size=1, max_size=5))
def test_whatever_was_done_to_a_file_mending_ends_and_touches_only_the_lines_it_names(
    changes: list[tuple[int, int, str]], vocabulary: Vocabulary
) -> None:
    spoilt = GOOD
    for start, length, words in changes:
        spoilt = spoilt[:start] + words + spoilt[start + length :]
    content = spoilt.encode()
    mended = mend(PATH, content, vocabulary, TODAY)
    again = mend(PATH, mended.content, vocabulary, TODAY)
    assert again.content == mended.content
    before, after = (re.split(b"\r\n|\r|\n", each) for each in (content, mended.content))
    assert len(before) == len(after)
    named = {fault.edit.line for fault in mended.faults if fault.edit}
    assert {number for number, (old, new) in enumerate(zip(before, after, strict=True), 1) if old != new} <= named
    assert not [it for it in check_case_study(PATH, mended.content, vocabulary, TODAY)[1] if it.edit and _applies(it.edit, after)]


def _applies(edit: Edit, lines: list[bytes]) -> bool:
    """Whether an edit could still be made: its old words are on its line, in a file that is text.

    Not those that YAML cut short at a comma ("£1" of "£1,00" in braces), which mending leaves to people on purpose.
    """
    on_its_line = re.findall(re.escape(edit.old.encode()) + rb"(?!,\s?\d)", lines[edit.line - 1])
    return bool(on_its_line) and bool(edit.old.strip())
