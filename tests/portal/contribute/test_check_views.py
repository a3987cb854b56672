from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from portal.extensions import db
from tests.portal.attacks import ATTACKS
from tests.portal.contribute.conftest import Author
from tests.portal.page import words

LINCOLN = Path(__file__).parents[2] / "corpus" / "lincoln" / "lincoln-housing-repairs-system.md"


def test_a_good_case_study_has_nothing_to_mend(author: Author) -> None:
    page = author.page_of("check", text=LINCOLN.read_text("utf-8"), do="check")
    assert "Nothing must be mended" in page.main


def test_every_fault_is_told_with_its_line_and_its_remedy_and_the_text_is_still_there(author: Author) -> None:
    text = LINCOLN.read_text("utf-8").replace("status: live", "status: alive").replace("## The problem", "## Problem")
    page = author.page_of("check", text=text, do="check")
    assert "2 things to mend" in page.main
    line = text.split("\n").index("status: alive") + 1
    assert f"Line {line}. `status` must be one of" in page.main
    assert "Did you mean “live”?" in page.main
    assert (page.one("textarea", id="text").text or "").strip() == text.strip()


def test_an_upload_is_read_instead_of_the_box(author: Author) -> None:
    page = author.page_of("check", text="nothing", file=(BytesIO(LINCOLN.read_bytes()), LINCOLN.name), do="check")
    assert "Nothing must be mended" in page.main
    assert "casestudies/lincoln/lincoln-housing-repairs-system.md" in page.main
    assert "A case study of this name is published already." in page.main


def test_it_can_be_seen_as_readers_would(author: Author) -> None:
    page = author.page_of("check", text=LINCOLN.read_text("utf-8"), do="preview")
    assert page.h1 == "Lincoln replaces its old housing repairs system"
    assert "This is a preview." in words(page.tree)


def test_so_can_one_with_faults_as_far_as_it_can_be_read(author: Author) -> None:
    page = author.page_of("check", text="---\ntitle: Half\nstatus: nope\n---\n\n## The problem\n\nWords.", do="preview")
    assert (page.h1, "still to be mended" in words(page.tree)) == ("Half", True)


def test_nothing_to_check_says_so(author: Author) -> None:
    page = author.page_of("check", text=" ", do="check")
    assert page.title.startswith("Error: Check a case study")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe\x00", "must be in UTF-8"),
        (b"PK\x03\x04 a Word document", "must begin with a line of three hyphens"),
        (b"---\na: &a [x]\nb: *a\n---\n", "which have a meaning of their own here"),
        (b"---\n" + b"a: " + b"[" * 500 + b"\n---\n", "must not be nested so deep"),
        (b"---\ntitle: !!python/object/apply:os.system [id]\n---\n", "must not begin with `!`"),
        (b"x" * 250_000, "must be at most 200 KB"),
        (b"\x00" * 100, "must begin with"),
    ],
)
def test_odd_files_end_in_a_fault(author: Author, content: bytes, says: str) -> None:
    assert says in author.page_of("check", file=(BytesIO(content), "x.md"), do="check").main
    author.page_of("check", file=(BytesIO(content), "x.md"), do="preview")


def test_a_file_of_many_megabytes_is_refused_before_it_is_read(author: Author) -> None:
    body, kind = b"text=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"
    response = author.client.post("/contribute/check", data=body, content_type=kind)
    assert response.status_code == 413
    assert "What you sent is too large" in response.text


ODD_NAMES = ("../../etc/passwd", "..\\..\\x.md", "/etc/cron.d/x", "a\x00b.md", "<script>.md", "x" * 5000, ".", "..md", "con.md")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_uploads_name_is_only_a_word_and_nothing_is_written(author: Author, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    page = author.page_of("check", file=(BytesIO(LINCOLN.read_bytes()), name), do="check")
    shown = next(words(code) for code in page.all("code") if words(code).startswith("casestudies/"))
    assert shown.startswith("casestudies/lincoln/")
    assert shown.count("/") == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_is_kept(author: Author, tables: Flask) -> None:
    author.page_of("check", text=LINCOLN.read_text("utf-8"), do="check")
    with tables.app_context():
        assert all(db.session.query(table).count() == 0 for table in db.metadata.sorted_tables)


@pytest.mark.parametrize("attack", ATTACKS[::4])
def test_attack_strings_run_nowhere(author: Author, attack: str) -> None:
    text = LINCOLN.read_text("utf-8").replace("## What we did", f"{attack}\n\n## What we did")
    for do in ("check", "preview"):
        author.page_of("check", text=text, do=do)  # the audit refuses a live script, handler or javascript: link
