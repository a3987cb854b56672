"""The audit of pages can fail: each of these pages has one thing wrong with it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import Integer
from sqlalchemy.orm import DeclarativeBase, mapped_column

from portal.extensions import db
from tests.portal.conftest import GetPage

GOOD = """<!DOCTYPE html><html lang="en"><head><title>Hello - Copybook</title><meta name="viewport" content="width=device-width"></head>
<body><a href="#main-content">Skip</a><main id="main-content"><h1>Hello</h1>{}</main><footer></footer></body></html>"""


def show(app: Flask, page: str) -> None:
    app.add_url_rule("/page", view_func=lambda: page)


def test_a_good_page_passes(app: Flask, get_page: GetPage) -> None:
    show(app, GOOD.format('<form action="/x" method="get"><label for="q">Ask</label><input id="q" name="q"></form>'))
    assert get_page("/page").h1 == "Hello"


@pytest.mark.parametrize(
    ("put_in", "says"),
    [
        ("<h1>Again</h1>", "2 of <h1"),
        ("<h3>Too deep</h3>", "level is skipped"),
        ("<p id=a></p><p id=a></p>", "ids used twice"),
        ('<label for="nothing">x</label>', "names nothing"),
        ('<a href="#nothing">x</a>', "leads nowhere"),
        ('<form method="get"></form>', "where it goes"),
        ('<form action="/x"></form>', "how it goes"),
        ('<input name="q">', "no label"),
        ("<button></button>", "without words"),
        ('<img src="/x.png">', "without alt"),
        ("<svg></svg>", "have a name"),
        ("<script>alert(1)</script>", "script within"),
        ("<p style='color: red'></p>", "style attribute"),
        ('<p onclick="alert(1)"></p>', "script attribute"),
        ('<a href="javascript:alert(1)">x</a>', "script as an address"),
        ('<img alt="" src="https://elsewhere.example/x.png">', "another site"),
        ('<a class="govuk-tag" href="/x">x</a>', "tag that is a link"),
        ("<p><div></p>", "end tag"),
    ],
)
def test_a_page_with_a_fault_does_not(app: Flask, get_page: GetPage, put_in: str, says: str) -> None:
    show(app, GOOD.format(put_in))
    with pytest.raises(Exception, match=re.escape(says)):
        get_page("/page")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (' lang="en"', "", "language"),
        ("<title>Hello", "<title>Other", "does not begin with"),
        ("<h1>Hello</h1>", "", "0 of <h1"),
        ('<a href="#main-content">Skip</a>', "", "skip link"),
        ("<!DOCTYPE html>", "", "DOCTYPE"),
    ],
)
def test_a_page_without_what_it_needs_does_not(app: Flask, get_page: GetPage, old: str, new: str, says: str) -> None:
    show(app, GOOD.format("").replace(old, new))
    with pytest.raises(Exception, match=re.escape(says)):
        get_page("/page")


def test_pages_whose_footers_differ_do_not(app: Flask, get_page: GetPage) -> None:
    show(app, GOOD.format("").replace("<footer>", '<footer><a href="/x">x</a>'))
    get_page("/")
    with pytest.raises(AssertionError, match="footer"):
        get_page("/page")


def test_a_page_that_leaves_changes_unsaved_does_not(app: Flask, get_page: GetPage) -> None:
    class Apart(DeclarativeBase):
        """Not among the portal's own tables."""

    class Note(Apart):
        __tablename__ = "note"
        id = mapped_column(Integer, primary_key=True)

    @app.get("/page")
    def page() -> str:
        db.session.add(Note())
        return GOOD.format("")

    with pytest.raises(AssertionError, match="unsaved"):
        get_page("/page")
