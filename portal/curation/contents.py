"""What a collection holds, as plain values, and every change to it as a pure function from contents to contents.

A version in SQL is one of these as JSON. Of case studies it holds slugs and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

#: Longest of each, in characters, and most of each.
LONGEST_TITLE = 150
LONGEST_INTRODUCTION = 600
LONGEST_TEXT = 20_000
LONGEST_COMMENT = 600
MOST_ITEMS = 200
MOST_SECTIONS = 20
MOST_PHRASES = 50


class CannotChange(Exception):
    """The change makes no sense for what is there now. Says why, in a sentence for the curator."""


@dataclass(frozen=True, slots=True)
class Item:
    """A case study in its place, and why it is there (Markdown)."""

    slug: str
    comment: str = ""
    start_here: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Items under a heading, in the order that teaches. The first section may have none."""

    title: str = ""
    items: tuple[Item, ...] = ()
    #: What forms know it by, so that a form filled in before others moved it still means this one. See `arranging.key_of`.
    key: str = ""


@dataclass(frozen=True, slots=True)
class Tail:
    """After the items set by hand: what matches a search, kept fresh, without what the curator has hidden."""

    #: As it stands after the `?` of a search's address.
    search: str
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a curator writes of a collection."""

    title: str
    introduction: str = ""
    text: str = ""
    #: A theme's slug: the colour of its cover.
    theme: str = ""
    sections: tuple[Section, ...] = (Section(),)
    tail: Tail | None = None
    #: Questions, in people's words, above whose answers the collection is offered.
    phrases: tuple[str, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    def item(self, slug: str) -> Item | None:
        """The item of a case study."""
        return next((item for item in self.items if item.slug == slug), None)


#: A change to contents. Raises CannotChange.
Change = Callable[[Contents], Contents]


def to_json(contents: Contents) -> dict[str, Any]:
    """As a version keeps it."""
    return asdict(contents)


def from_json(kept: Mapping[str, Any]) -> Contents:
    """As it was kept. What an older version did not know of yet is as empty as when it was made."""
    sections = tuple(
        Section(it.get("title", ""), tuple(Item(**each) for each in it.get("items", ())), it.get("key", ""))
        for it in kept.get("sections", ())
    )
    tail = kept.get("tail")
    return Contents(
        title=kept["title"],
        introduction=kept.get("introduction", ""),
        text=kept.get("text", ""),
        theme=kept.get("theme", ""),
        sections=sections or (Section(),),
        tail=Tail(tail["search"], tuple(tail.get("hidden", ()))) if tail else None,
        phrases=tuple(kept.get("phrases", ())),
    )


def describe(title: str, introduction: str, text: str, theme: str, phrases: tuple[str, ...] = ()) -> Change:
    """Say what the collection is."""
    return lambda contents: replace(contents, title=title, introduction=introduction, text=text, theme=theme, phrases=phrases)


def add(slugs: Iterable[str], comment: str = "") -> Change:
    """Put case studies at the end; those that are there already stay where they are."""
    wanted = tuple(dict.fromkeys(slugs))

    def change(contents: Contents) -> Contents:
        new = tuple(Item(slug, comment) for slug in wanted if contents.item(slug) is None)
        if len(contents.items) + len(new) > MOST_ITEMS:
            raise CannotChange(f"A collection holds at most {MOST_ITEMS} case studies. Take some out first, or begin another.")
        *before, last = contents.sections
        return replace(contents, sections=(*before, replace(last, items=last.items + new)))

    return change


def comment_on(slug: str, comment: str, start_here: bool, put_back: bool = False) -> Change:
    """Say why a case study is there. If somebody took it out it can be put back at the end, so that the words are not lost."""

    def change(contents: Contents) -> Contents:
        there = add([slug])(contents) if put_back else contents
        return _with_item(slug, lambda item: replace(item, comment=comment, start_here=start_here))(there)

    return change


def take_out(slug: str) -> Change:
    """Take a case study out."""
    return _with_item(slug, lambda item: None)


def lists_of(contents: Contents) -> list[list[Item]]:
    """The items of each section, as lists to be changed."""
    return [list(section.items) for section in contents.sections]


def with_lists(contents: Contents, lists: list[list[Item]]) -> Contents:
    """The same sections with these items."""
    return replace(
        contents, sections=tuple(replace(section, items=tuple(items)) for section, items in zip(contents.sections, lists, strict=True))
    )


def _with_item(slug: str, change: Callable[[Item], Item | None]) -> Change:
    def whole(contents: Contents) -> Contents:
        if contents.item(slug) is None:
            raise gone()
        lists = [[kept for it in items if (kept := change(it) if it.slug == slug else it)] for items in lists_of(contents)]
        return with_lists(contents, lists)

    return whole


def gone() -> CannotChange:
    """What to say of a case study that somebody took out."""
    return CannotChange("That case study is no longer in the collection: somebody took it out.")
