"""Changes to the order of a collection: where each case study stands, its sections, and what follows them by itself. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

from portal.curation.contents import (
    MOST_SECTIONS,
    CannotChange,
    Change,
    Contents,
    Item,
    Section,
    Tail,
    gone,
    lists_of,
    with_lists,
)

#: Which way a case study goes: one place, or to an end of the whole collection.
Way = Literal["up", "down", "first", "last"]
WAYS: tuple[Way, ...] = get_args(Way)

#: More than this cannot be hidden: a search that finds so much that does not belong wants other words.
MOST_HIDDEN = 500


def key_of(sections: Sequence[Section], at: int) -> str:
    """What forms know a section by: the key it was made with, or its number where it has none."""
    return sections[at].key or str(at + 1)


def move(slug: str, way: Way) -> Change:
    """Move a case study one place, past the end of its section into the next, or to an end. At the very end it stays."""

    def change(contents: Contents) -> Contents:
        lists = lists_of(contents)
        section, index, item = _taken(lists, slug)
        if way in ("first", "last"):
            lists[0 if way == "first" else -1].insert(0 if way == "first" else len(lists[-1]), item)
            return with_lists(contents, lists)
        by = -1 if way == "up" else 1
        if 0 <= index + by <= len(lists[section]):
            lists[section].insert(index + by, item)
        elif 0 <= section + by < len(lists):
            lists[section + by].insert(0 if by > 0 else len(lists[section + by]), item)
        else:
            lists[section].insert(index, item)
        return with_lists(contents, lists)

    return change


def put_after(slug: str, other: str) -> Change:
    """Move a case study to just after another."""

    def change(contents: Contents) -> Contents:
        if slug == other:
            return contents
        lists = lists_of(contents)
        _, _, item = _taken(lists, slug)
        section, index = _place(lists, other)
        lists[section].insert(index + 1, item)
        return with_lists(contents, lists)

    return change


def put_in(slug: str, key: str) -> Change:
    """Move a case study to the beginning of a section."""

    def change(contents: Contents) -> Contents:
        lists = lists_of(contents)
        _, _, item = _taken(lists, slug)
        lists[_at(contents, key)].insert(0, item)
        return with_lists(contents, lists)

    return change


def add_section(key: str, title: str) -> Change:
    """Begin a section after the others. Where the first is empty and has no title, it is that one."""

    def change(contents: Contents) -> Contents:
        if contents.sections == (Section(key=contents.sections[0].key),):
            return replace(contents, sections=(Section(title, key=key),))
        if len(contents.sections) >= MOST_SECTIONS:
            raise CannotChange(f"A collection has at most {MOST_SECTIONS} sections. Remove one first.")
        return replace(contents, sections=(*contents.sections, Section(title, key=key)))

    return change


def rename_section(key: str, title: str) -> Change:
    """Give a section another title. Only the first may have none."""

    def change(contents: Contents) -> Contents:
        at = _at(contents, key)
        if at and not title:
            raise CannotChange("Only the first section may be without a title.")
        sections = list(contents.sections)
        sections[at] = replace(sections[at], title=title)
        return replace(contents, sections=tuple(sections))

    return change


def remove_section(key: str) -> Change:
    """Remove a section and keep what is in it: it goes to the end of the one before, or to the beginning of the next."""

    def change(contents: Contents) -> Contents:
        at = _at(contents, key)
        sections = list(contents.sections)
        removed = sections.pop(at)
        if not sections:
            return replace(contents, sections=(replace(removed, title=""),))
        into = max(at - 1, 0)
        there = sections[into].items
        sections[into] = replace(sections[into], items=there + removed.items if at else removed.items + there)
        return replace(contents, sections=tuple(sections))

    return change


def move_section(key: str, by: int) -> Change:
    """Move a section with all that is in it up (-1) or down (1). At the end it stays."""

    def change(contents: Contents) -> Contents:
        at = _at(contents, key)
        if not 0 <= at + by < len(contents.sections):
            return contents
        # A section known by its number is given it as a key, so that it can still be told apart where it goes.
        sections = [replace(it, key=key_of(contents.sections, number)) for number, it in enumerate(contents.sections)]
        sections.insert(at + by, sections.pop(at))
        if not all(section.title for section in sections[1:]):
            raise CannotChange("Only the first section may be without a title. Give it one first.")
        return replace(contents, sections=tuple(sections))

    return change


def follow_search(search: str) -> Change:
    """Let everything that a search finds come after the items; what was hidden stays hidden."""
    return lambda contents: replace(contents, tail=Tail(search, contents.tail.hidden if contents.tail else ()))


def follow_nothing(contents: Contents) -> Contents:
    """Let nothing come after the items by itself."""
    return replace(contents, tail=None)


def hide(slug: str) -> Change:
    """Leave a case study out of what the search finds."""

    def change(contents: Contents) -> Contents:
        tail = _tail(contents)
        if len(tail.hidden) >= MOST_HIDDEN:
            raise CannotChange(f"At most {MOST_HIDDEN} can be hidden. Use a search that finds less.")
        return replace(contents, tail=replace(tail, hidden=tuple(dict.fromkeys((*tail.hidden, slug)))))

    return change


def unhide(slug: str) -> Change:
    """Show again what was hidden."""

    def change(contents: Contents) -> Contents:
        tail = _tail(contents)
        return replace(contents, tail=replace(tail, hidden=tuple(each for each in tail.hidden if each != slug)))

    return change


def _taken(lists: list[list[Item]], slug: str) -> tuple[int, int, Item]:
    """Take an item from where it is, to be put elsewhere."""
    section, index = _place(lists, slug)
    return section, index, lists[section].pop(index)


def _place(lists: list[list[Item]], slug: str) -> tuple[int, int]:
    place = next(((at, items.index(it)) for at, items in enumerate(lists) for it in items if it.slug == slug), None)
    if place is None:
        raise gone()
    return place


def _at(contents: Contents, key: str) -> int:
    found = next((at for at in range(len(contents.sections)) if key_of(contents.sections, at) == key), None)
    if found is None:
        raise CannotChange("That section is no longer in the collection: somebody removed it.")
    return found


def _tail(contents: Contents) -> Tail:
    if contents.tail is None:
        raise CannotChange("Nothing comes after the case studies by itself any more: somebody stopped it.")
    return contents.tail
