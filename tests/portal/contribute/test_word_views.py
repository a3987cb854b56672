from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from portal.contribute import store, word_views
from portal.contribute.models import Draft, KeptPicture, WordFile
from portal.extensions import db
from tests.portal.attacks import ATTACKS
from tests.portal.conftest import GetPage
from tests.portal.contribute.conftest import Author
from tests.portal.contribute.word.conftest import PNG, changed, saved
from tests.portal.page import Page, words


def report(document: Document) -> None:
    """A report as somebody may have it."""
    document.add_heading("Lincoln mends faster", 0)
    document.add_paragraph("Council: City of Lincoln Council")
    document.add_heading("Background", 1)
    document.add_paragraph("Tenants waited.")
    document.add_heading("Governance", 1)
    document.add_paragraph("A board met.")
    document.add_picture(io.BytesIO(PNG))
    document.add_picture(io.BytesIO(PNG))


REPORT = saved(report)


def upload(author: Author, content: bytes = REPORT, name: str = "report.docx", answers: int = 303) -> Author:
    """Upload a file, and open the draft that comes of it."""
    response = author.post("word", answers, file=(io.BytesIO(content), name))
    author.key = response.headers["Location"].partition("key=")[2]
    return author


def refused(author: Author, content: bytes, name: str = "report.docx", **fields: Any) -> Page:
    """The page that says why a file was not read."""
    return author.page_of("word", 422, file=(io.BytesIO(content), name), **fields)


def test_the_first_page_leads_there(get_page: GetPage) -> None:
    assert get_page("/contribute").links["Upload a Word file"] == "/contribute/word"


def test_the_file_to_fill_in_is_a_download(get_page: GetPage, author: Author) -> None:
    link = next(it for words, it in get_page("/contribute/word").links.items() if words.startswith("Download our Word file"))
    response = author.client.get(link)
    assert response.headers["Content-Disposition"] == 'attachment; filename="copybook-case-study.docx"'
    assert response.mimetype == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert docx.Document(io.BytesIO(response.data)).tables


def test_an_upload_fills_in_a_draft_and_says_what_was_read_and_what_was_not(author: Author) -> None:
    page = upload(author).get("draft/word")
    assert page.h1 == "What we read, and what we could not place"
    assert [words(it) for it in page.all("h3")] == ["Governance", "Pictures"]
    assert "A board met." in words(page.one("div", class_="app-unplaced"))
    assert [words(it) for it in page.all("dt")] == ["Title", "Councils", "The problem"]
    assert "Tenants waited." in page.main
    assert "It stood under “Governance”." in page.main
    form = author.get("draft/story")
    assert (form.one("textarea", id="the_problem").text or "").strip() == "Tenants waited."
    assert author.get("draft/about").one("input", id="title").get("value") == "Lincoln mends faster"


def test_the_list_leads_back_to_what_could_not_be_placed(author: Author) -> None:
    link = next(href for words, href in upload(author).get("draft").links.items() if words.startswith("What we read in your Word file"))
    assert "A board met." in author.client.get(link).text


def test_a_draft_that_began_otherwise_has_no_such_page(author: Author) -> None:
    assert author.begin().client.get(f"/contribute/draft/word?key={author.key}").status_code == 404
    assert "Word file" not in author.get("draft").main


def test_pictures_can_be_downloaded_one_by_one_and_together(author: Author) -> None:
    links = upload(author).get("draft/word").links
    one = author.client.get(links["Picture 1"])
    assert (one.data, one.mimetype) == (PNG, "image/png")
    assert one.headers["Content-Disposition"] == 'attachment; filename="picture-1.png"'
    assert one.headers["X-Content-Type-Options"] == "nosniff"
    with zipfile.ZipFile(io.BytesIO(author.client.get(links["Download all pictures (zip)"]).data)) as archive:
        assert archive.namelist() == ["picture-1.png", "picture-2.png"]


@pytest.mark.parametrize("path", ["draft/word", "draft/word/picture/1", "draft/word/pictures"])
def test_only_the_link_opens_them(author: Author, path: str) -> None:
    upload(author)
    headers = author.client.get(f"/contribute/{path}?key={author.key}").headers
    assert (headers["Referrer-Policy"], headers["Cache-Control"]) == ("no-referrer", "no-store")
    for key in ("", "x", author.key[:-1]):
        assert author.client.get(f"/contribute/{path}", query_string={"key": key}).status_code == 404
    other = Author(author.client.application.test_client()).begin()
    assert other.client.get(f"/contribute/{path}?key={other.key}").status_code == 404


def test_a_number_that_is_no_picture_opens_nothing(author: Author) -> None:
    upload(author)
    for number in ("0", "3", "99999999999999999999", "-1", "../1"):
        assert author.client.get(f"/contribute/draft/word/picture/{number}?key={author.key}").status_code == 404


def test_what_is_kept_goes_with_the_draft(author: Author, tables: Flask) -> None:
    upload(author).post("draft/delete", 200)
    with tables.app_context():
        assert [db.session.query(table).count() for table in (Draft, WordFile, KeptPicture)] == [0, 0, 0]


def test_where_there_is_no_room_for_pictures_it_is_said(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_PICTURES", len(PNG))
    page = upload(author).get("draft/word")
    assert "Picture 2: could not be kept. There is no room for pictures just now." in page.main
    assert "Picture 1" in page.links


def test_where_nothing_can_be_placed_everything_is_shown(author: Author) -> None:
    page = upload(author, saved(lambda document: document.add_paragraph("Only this."))).get("draft/word")
    assert "Only this." in words(page.one("div", class_="app-unplaced"))


@pytest.mark.parametrize(("content", "says"), [(b"%PDF-1", "This is a PDF"), (b"x", "damaged"), (b"", "This file is empty.")])
def test_a_file_that_cannot_be_read_is_answered_next_to_its_box(author: Author, content: bytes, says: str) -> None:
    page = refused(author, content)
    assert page.title.startswith("Error: Upload a Word file")
    (link,) = [it for box in page.all("div", class_="govuk-error-summary") for it in box.iter("a")]
    assert says in words(link)
    assert link.get("href") == "#file"
    assert says in words(page.one("p", class_="govuk-error-message"))


def test_no_file_is_told_too(author: Author) -> None:
    assert "No file was chosen." in author.page_of("word", 422).main


def send(author: Author, path: str, content: bytes) -> TestResponse:
    """Send a large file, without the temporary file that the test client would leave open."""
    boundary, body = encode_multipart({"csrf_token": author.token(), "file": FileStorage(io.BytesIO(content), "report.docx")})
    return author.client.post(f"/contribute/{path}", data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_file_of_nine_megabytes_is_read_and_a_larger_one_told_what_to_do(author: Author) -> None:
    def padded(size: int) -> bytes:
        return changed(REPORT, {f"word/media/spare{n}.png": bytes(1_000_000) for n in range(size)}, zipfile.ZIP_STORED)

    assert send(author, "word", padded(9)).status_code == 303
    larger, huge = send(author, "word", padded(11)), send(author, "word", padded(13))
    assert (larger.status_code, "larger than 10 megabytes" in larger.text) == (422, True)
    assert (huge.status_code, "Word files of up to 10 megabytes" in huge.text) == (413, True)


def test_the_other_forms_take_no_more_than_before(author: Author) -> None:
    assert send(author, "check", bytes(2_000_000)).status_code == 413


def test_a_file_without_the_forms_token_is_not_read(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_views, "read_word", lambda *_: pytest.fail("it was read"))
    data = {"file": (io.BytesIO(REPORT), "report.docx"), "csrf_token": "forged"}
    assert author.client.post("/contribute/word", data=data).status_code == 400


def test_uploads_count_as_drafts_and_those_that_could_not_be_read_do_not(author: Author) -> None:
    for _ in range(5):
        refused(author, b"x")
    for _ in range(19):
        author.post("new", about="x")
    upload(author)
    assert author.page_of("word", 429, file=(io.BytesIO(REPORT), "x.docx")).h1 == "That was a lot at once"


def test_the_hundredth_bad_file_is_not_looked_at(author: Author) -> None:
    for _ in range(40):
        author.post("word", 422, file=(io.BytesIO(b"x"), "x.docx"))
    author.post("word", 429, file=(io.BytesIO(b"x"), "x.docx"))


def test_when_there_are_as_many_drafts_as_may_be_it_says_so(author: Author, tables: Flask) -> None:
    tables.config["MOST_DRAFTS"] = 0
    author.post("word", 503, file=(io.BytesIO(REPORT), "x.docx"))


def test_those_who_come_while_one_is_read_wait_their_turn(author: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_views, "_PATIENCE", 0.01)
    with word_views._turn:
        assert "Try again in a minute." in refused(author, REPORT).main
    upload(author)


@pytest.mark.parametrize("name", ["../../etc/cron.d/x.docx", "C:\\x.docx", "a\x00b.docx", "<script>.docx", "x" * 3000, "x.pdf"])
def test_an_uploads_name_says_nothing_and_no_file_is_written(author: Author, settings: dict[str, Any], name: str) -> None:
    app = author.client.application
    folders = [Path(app.root_path), Path(app.instance_path), Path(settings["DATABASE_URL"].removeprefix("sqlite:///")).parent]
    author.token()
    before = [sorted(folder.rglob("*")) for folder in folders]
    upload(author, name=name)
    assert [sorted(folder.rglob("*")) for folder in folders] == before


def test_attack_strings_run_nowhere(author: Author) -> None:
    def write(document: Document) -> None:
        for place, attack in enumerate(ATTACKS):
            plain = "".join(letter for letter in attack if letter.isprintable() or letter in "\n\t")
            document.add_heading("Odd " + plain if place % 2 else "Results", 1)
            document.add_paragraph(plain)
            table = document.add_table(2, 3)
            for cell, text in zip(table.rows[0].cells, ("Measure", "Before", plain), strict=True):
                cell.text = text
            for cell in table.rows[1].cells:
                cell.text = plain[:100]

    upload(author, saved(write))
    for path in ("draft/word", "draft", "draft/story", "draft/outcomes", "draft/preview", "draft/check"):
        author.get(path)  # the audit refuses a live script, handler or javascript: link
