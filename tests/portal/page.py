"""An audit of one page: what a person using any browser, with or without scripts or sight, may count on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import html5lib
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal.extensions import db

#: Elements and the attribute by which each fetches something from somewhere as the page loads.
FETCHES = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
}

#: Links that fetch; others (canonical, licence, next) only say something.
FETCHING_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "mask-icon"}

#: Inputs that need no label: nobody fills them in.
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}


@dataclass(frozen=True)
class Page:
    """A page that passed the audit: its tree, its words, and the answer it came in."""

    response: TestResponse
    tree: Any

    def all(self, name: str, /, **attributes: str) -> list[Any]:
        """Every element of a name with these attributes (`class_` holds the class among others)."""
        return [each for each in self.tree.iter(name) if _fits(each, attributes)]

    def one(self, name: str, /, **attributes: str) -> Any:
        """The only element of a name with these attributes."""
        found = self.all(name, **attributes)
        assert len(found) == 1, f"{len(found)} of <{name} {attributes}>, not one"
        return found[0]

    @property
    def title(self) -> str:
        """The words of <title>."""
        return words(self.one("title"))

    @property
    def h1(self) -> str:
        """The words of the one h1."""
        return words(self.one("h1"))

    @property
    def main(self) -> str:
        """The words of the page's main part."""
        return words(self.one("main"))

    @property
    def footer(self) -> str:
        """The footer's links, to compare between pages."""
        return " ".join(f"{words(link)}={link.get('href')}" for link in self.one("footer").iter("a"))

    @property
    def links(self) -> dict[str, str]:
        """Addresses by the words of their links."""
        return {words(link): link.get("href") for link in self.tree.iter("a")}


def words(element: Any) -> str:
    """The text of an element and all in it, each run of spaces as one."""
    return " ".join("".join(element.itertext()).split())


def audit(response: TestResponse) -> Page:
    """Check what must hold on every page, and return it taken apart."""
    assert response.mimetype == "text/html"
    html = response.get_data(as_text=True)
    page = Page(response, html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html))
    for check in (_document, _headings, _ids, _forms, _images, _scripts_and_styles, _requests, _tags, _no_unsaved_changes):
        check(page)
    return page


def _fits(element: Any, attributes: dict[str, str]) -> bool:
    return all(
        value in (element.get("class") or "").split() if name == "class_" else element.get(name.rstrip("_").replace("_", "-")) == value
        for name, value in attributes.items()
    )


def _elements(page: Page) -> Iterator[Any]:
    return (each for each in page.tree.iter() if isinstance(each.tag, str))


def _document(page: Page) -> None:
    assert page.tree.get("lang"), "the page does not say its language"
    assert page.one("main").get("id") == "main-content"
    assert page.all("meta", name="viewport")
    body = page.one("body")
    assert body[0].get("href") == "#main-content", "the skip link must come first in the body"


def _headings(page: Page) -> None:
    # Where something must be mended, the title says so before all else.
    title = page.title.removeprefix("Error: ") if page.all("div", class_="govuk-error-summary") else page.title
    assert title.startswith(page.h1), f"the title {page.title!r} does not begin with the h1 {page.h1!r}"
    assert page.h1, "the h1 is empty"
    # GOV.UK's error summary, with its own heading, comes before everything else on the page.
    before = {each for box in page.all("div", class_="govuk-error-summary") for each in box.iter()}
    found = [each for each in page.one("main").iter() if each not in before]
    levels = [int(each.tag[1]) for each in found if each.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
    assert levels[0] == 1, "the first heading of the main part must be the h1"
    assert all(after - before <= 1 for before, after in pairwise(levels)), f"a heading level is skipped: {levels}"


def _ids(page: Page) -> None:
    counted = Counter(each.get("id") for each in _elements(page) if each.get("id") is not None)
    assert not [name for name, number in counted.items() if number > 1], f"ids used twice: {counted.most_common(3)}"
    for each in _elements(page):
        for attribute in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for name in (each.get(attribute) or "").split():
                assert name in counted, f'{attribute}="{name}" names nothing on the page'
        href = each.get("href") or ""
        assert not href.startswith("#") or href == "#" or href[1:] in counted, f"the link {href} leads nowhere on the page"


def _forms(page: Page) -> None:
    labelled = {label.get("for") for label in page.all("label") if words(label)}
    for form in page.all("form"):
        assert form.get("action"), "a form must say where it goes"
        assert form.get("method") in ("get", "post"), "a form must say how it goes"
    for control in (each for each in _elements(page) if each.tag in {"input", "select", "textarea"}):
        if control.get("type") not in UNLABELLED:
            assert control.get("id") in labelled or control.get("aria-label"), f"no label for {control.attrib}"
    for button in page.all("button"):
        assert words(button) or button.get("aria-label"), "a button without words"


def _images(page: Page) -> None:
    assert all("alt" in image.attrib for image in page.all("img")), "an image without alt"
    for picture in (each for each in _elements(page) if each.tag.endswith("}svg")):
        named = picture.get("aria-hidden") == "true" or picture.get("aria-label") or picture.get("aria-labelledby")
        assert named, "a drawing must be hidden from screen readers or have a name"


def _scripts_and_styles(page: Page) -> None:
    assert not page.all("style"), "a style sheet within the page"
    for script in page.all("script"):
        assert script.get("src") or script.get("type") == "application/ld+json", "a script within the page"
    for each in _elements(page):
        assert "style" not in each.attrib, f"a style attribute on <{each.tag}>"
        assert not [name for name in each.attrib if str(name).lower().startswith("on")], f"a script attribute on <{each.tag}>"
        href = (each.get("href") or "").strip().lower()
        assert not href.startswith(("javascript:", "data:", "vbscript:")), f"a script as an address: {href}"


def _requests(page: Page) -> None:
    fetched = [each.get(FETCHES[each.tag]) for each in _elements(page) if each.tag in FETCHES]
    fetched += [link.get("href") for link in page.all("link") if FETCHING_LINKS & set((link.get("rel") or "").split())]
    assert not [address for address in fetched if address and urlsplit(address).netloc], "something is fetched from another site"


def _tags(page: Page) -> None:
    """Tags say a status; they are never links or buttons."""
    for each in _elements(page):
        assert not (each.tag in {"a", "button"} and "govuk-tag" in (each.get("class") or "").split()), "a tag that is a link"


def _no_unsaved_changes(page: Page) -> None:
    open_session: Session = db.session()
    assert not [*open_session.new, *open_session.dirty, *open_session.deleted], "the page left changes unsaved"
