from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from indexer.casestudy import CaseStudy
from indexer.corpus import Corpus
from indexer.index import Index
from indexer.library import alike_by_meaning, glance, whole_faults
from indexer.query import Hit, Query, Results, Scores, Why
from indexer.rules.whole import Gone, Target
from indexer.vocabulary import Vocabulary
from tests.conftest import CORPUS, TODAY

REPAIRS = "lincoln/lincoln-housing-repairs-system.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CORPUS, tmp_path / "casestudies"))


def told(
    folder: Path, vocabulary: Vocabulary, only: list[Path] | None = None, gone: tuple[Gone, ...] = (), today: date = TODAY
) -> list[str]:
    return [f"{it.rule} {it.path}:{it.line}:{it.column}" for it in whole_faults(folder, vocabulary, only, gone, today)]


def add(path: Path, words: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + f"\n{words}\n", encoding="utf-8")


def test_a_good_library_has_nothing_to_say(folder: Path, vocabulary: Vocabulary) -> None:
    assert told(folder, vocabulary) == []


def test_a_copy_of_a_case_study_is_told_in_the_copy_alone(folder: Path, vocabulary: Vocabulary) -> None:
    copy = folder / "lincoln/lincoln-repairs-again.md"
    shutil.copy(folder / REPAIRS, copy)
    assert told(folder, vocabulary) == ["CB-506 lincoln/lincoln-repairs-again.md:1:1"]
    assert told(folder, vocabulary, only=[copy]) == ["CB-506 lincoln/lincoln-repairs-again.md:1:1"]
    assert told(folder, vocabulary, only=[folder / "wigan/wigan-tablet-lending.md"]) == []


def test_links_and_pictures_are_looked_up_beside_the_file(folder: Path, vocabulary: Vocabulary) -> None:
    (folder / "lincoln/good.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 100)
    (folder / "lincoln/large.jpg").write_bytes(b"\xff\xd8\xff" + b"0" * 600_000)
    (folder / "lincoln/really-a-page.png").write_bytes(b"<svg onload=alert(1)>")
    (folder / "lincoln/linked.png").symlink_to("/etc/hostname")
    add(folder / REPAIRS, "[Lending](../wigan/wigan-tablet-lending.md#costs), [gone](../wigan/gone.md), [out](../../../etc/passwd)")
    add(
        folder / REPAIRS,
        "![Good](good.png) ![Large](large.jpg) ![Odd](really-a-page.png) ![Linked](linked.png) ![Far](https://a.example/x.png)",
    )
    add(folder / REPAIRS, "```\n[in code](nowhere.md)\n```")
    last = (folder / REPAIRS).read_text(encoding="utf-8").count("\n") - 5
    links, pictures = f"CB-508 {REPAIRS}:{last - 1}", f"CB-509 {REPAIRS}:{last + 1}"
    assert told(folder, vocabulary) == [
        f"{links}:52",
        f"{links}:78",
        f"{pictures}:19",
        f"{pictures}:39",
        f"{pictures}:65",
        f"{pictures}:87",
    ]


def test_a_faulty_file_is_looked_at_too(folder: Path, vocabulary: Vocabulary) -> None:
    (folder / REPAIRS).write_text("---\ntitle: [\n---\n\n[gone](gone.md)\n", encoding="utf-8")
    assert told(folder, vocabulary) == [f"CB-508 {REPAIRS}:5:1"]


def test_names_that_went_are_looked_for_in_every_file(folder: Path, vocabulary: Vocabulary) -> None:
    gone = (Gone("lincoln-repairs", "lincoln/lincoln-repairs.md"), Gone("wigan-tablet-lending", "camden/wigan-tablet-lending.md"))
    assert told(folder, vocabulary, only=[], gone=gone) == ["CB-507 lincoln/lincoln-repairs.md:1:1"]


def test_old_reviews_are_told_where_they_stand(folder: Path, vocabulary: Vocabulary) -> None:
    assert f"CB-510 {REPAIRS}:12:1" in told(folder, vocabulary, today=date(2028, 2, 1))


def test_a_glance_sees_what_is_there_in_whatever_is_there() -> None:
    content = (
        b"---\r\ntitle: 'Mould'\r\ncouncils:\r\n  - camden\r\n"
        b"  - wigan # too\r\nprevious_slugs: [a-b]\r\nreview_by: 2027-01-10\r\n---\r\n\r\n[x](y.md)\r\n"
    )
    seen = glance("camden/mould.md", content)
    assert (seen.slug, seen.title, seen.previous_slugs, seen.review_by, seen.review_line) == (
        "mould",
        "Mould",
        ("a-b",),
        date(2027, 1, 10),
        7,
    )
    assert {"camden", "wigan"} <= seen.councils
    assert seen.targets == (Target(10, 1, "y.md", False),)
    for odd in (b"", b"\xff\xfe", b"---\n", b"review_by: 2027-99-99", b"title:" * 1000):
        assert glance("camden/odd.md", odd).slug == "odd"


@dataclass
class Near:
    """An index that finds one case study near to whatever is asked."""

    found: CaseStudy
    meaning: float

    def search(self, query: Query) -> Results:
        hit = Hit(self.found, 0, (), (), Why(), Scores(0, 0, self.meaning))
        return Results(query, (hit,), 1, {}, by_meaning=True)


@pytest.mark.parametrize(
    ("slug", "meaning", "says"),
    [
        ("lincoln-repairs-again", 0.9, True),
        ("lincoln-repairs-again", 0.7, False),
        ("lincoln-housing-repairs-system", 0.99, False),
    ],
)
def test_advises_when_the_index_holds_another_of_the_council_near_in_meaning(slug: str, meaning: float, says: bool, corpus: Corpus) -> None:
    one = corpus.case_studies["lincoln-housing-repairs-system"]
    index = cast(Index, Near(replace(one, slug=slug, path=f"lincoln/{slug}.md"), meaning))
    faults = list(alike_by_meaning(index, [one]))
    assert [fault.rule for fault in faults] == (["CB-506"] if says else [])
    assert all("is near it in meaning (90%)" in fault.says and fault.severity == "advice" for fault in faults)


def test_the_same_project_at_another_council_is_no_duplicate(corpus: Corpus) -> None:
    one = corpus.case_studies["lincoln-housing-repairs-system"]
    index = cast(Index, Near(replace(one, slug="x", councils=("wigan",)), 0.99))
    assert list(alike_by_meaning(index, [one])) == []
