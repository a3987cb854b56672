"""The one feed writer: plain entries as Atom (RFC 4287) or JSON Feed 1.1. Text from strangers stays text in both."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from xml.etree import ElementTree as Xml

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer import CaseStudy, Vocabulary
from portal import casestudies
from portal.templating import site_url

Form = Literal["atom", "json"]

MIMETYPES: dict[Form, str] = {"atom": "application/atom+xml", "json": "application/feed+json"}

#: When a feed without entries was last changed. It must say some day, and must not change from asking to asking.
NEVER = date(1970, 1, 1)

#: Characters that XML cannot hold, not even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a feed. All of it is plain text; `id` never changes, and `changed` only when a reader should hear of it."""

    id: str
    address: str
    title: str
    summary: str
    published: date
    changed: date
    author: str
    themes: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Feed:
    """What is followed: its own address, the page it belongs to, and its entries, newest first."""

    title: str
    about: str
    page: str
    address: str
    entries: Sequence[Entry]

    @property
    def changed(self) -> date:
        """The day of its newest entry: building the index again changes nothing."""
        return max((entry.changed for entry in self.entries), default=NEVER)


def entry(it: CaseStudy, vocabulary: Vocabulary) -> Entry:
    """A case study as an entry. Renamed, it keeps the id it had, so that nobody is told of it twice."""
    return Entry(
        id=_address((it.previous_slugs or (it.slug,))[0]),
        address=_address(it.slug),
        title=it.title,
        summary=it.summary,
        published=it.published,
        changed=it.last_changed,
        author=casestudies.author(it, vocabulary),
        themes=tuple(theme.name for theme in casestudies.named(it.themes, vocabulary.themes)),
        language=it.language,
    )


def _address(slug: str) -> str:
    return site_url(url_for("browse.case_study", slug=slug))


def answer(feed: Feed, form: Form, built: datetime) -> AnyResponse:
    """A feed as an answer; 304 for a reader who has it already. `built` is when what it was made from was last built:
    a reader who sends only a date is told of everything that came in on a day already seen."""
    body = atom(feed) if form == "atom" else json_feed(feed)
    response = Response(body, content_type=f"{MIMETYPES[form]}; charset=utf-8")
    response.last_modified = built
    response.add_etag()
    return response.make_conditional(request)


def atom(feed: Feed) -> bytes:
    """A feed in Atom. Nothing in it is marked as HTML."""
    root = Xml.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _add(root, "id", feed.address)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.about)
    _add(root, "updated", _moment(feed.changed))
    _add(root, "author/name", "Copybook")
    _add(root, "link", rel="self", type=MIMETYPES["atom"], href=feed.address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    for each in feed.entries:
        _atom_entry(Xml.SubElement(root, "entry", {"xml:lang": each.language}), each)
    Xml.indent(root)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _atom_entry(element: Xml.Element, each: Entry) -> None:
    _add(element, "id", each.id)
    _add(element, "title", each.title)
    _add(element, "updated", _moment(each.changed))
    _add(element, "published", _moment(each.published))
    _add(element, "author/name", each.author)
    _add(element, "link", rel="alternate", type="text/html", href=each.address)
    _add(element, "summary", each.summary)
    for theme in each.themes:
        _add(element, "category", term=theme)


def _add(parent: Xml.Element, path: str, text: str | None = None, **attributes: str) -> None:
    """An element, inside another where the path names two."""
    *outer, name = path.split("/")
    for each in outer:
        parent = Xml.SubElement(parent, each)
    element = Xml.SubElement(parent, name, {key: _UNWRITABLE.sub("", value) for key, value in attributes.items()})
    element.text = None if text is None else _UNWRITABLE.sub("", text)


def json_feed(feed: Feed) -> bytes:
    """A feed in JSON Feed 1.1."""
    written = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.about,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": "en",
        "authors": [{"name": "Copybook"}],
        "items": [_json_item(each) for each in feed.entries],
    }
    return json.dumps(written, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _json_item(each: Entry) -> dict[str, object]:
    return {
        "id": each.id,
        "url": each.address,
        "title": each.title,
        "content_text": each.summary,
        "date_published": _moment(each.published),
        "date_modified": _moment(each.changed),
        "authors": [{"name": each.author}],
        "tags": list(each.themes),
        "language": each.language,
    }


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
