"""Collections as a YAML file, to keep or to move to another site: what one holds as plain values, read as strictly as a stranger’s.

A bundle has no history and names nobody: what curators wrote, what readers see, whose it is, and its dates. All that it has is the same
after it was written, read and written again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

import yaml

from indexer import load_yaml
from portal.curation import contents as limits
from portal.curation.contents import Contents, Item, Section, Tail, to_json
from portal.curation.searches import LONGEST_ADDRESS
from portal.typed import visible

#: The shape's own version.
SHAPE = 1

#: Longest of each that `contents` sets no bound for, and most of each.
LONGEST_NAME, LONGEST_NOTE, LONGEST_WEBSITE = 200, 1_000, 300
MOST_COLLECTIONS, MOST_BODIES, MOST_HIDDEN, MOST_SLUGS = 1_000, 50, 1_000, 100

#: Largest file that is read, in bytes.
LARGEST_FILE = 64 * 1024 * 1024

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,119}")
_STATES = ("draft", "in review", "published", "archived")

T = TypeVar("T")


class NotABundle(Exception):
    """The file cannot be read as collections. Says where and why."""


@dataclass(frozen=True, slots=True)
class BundledBody:
    """A regional body, with enough to make it where it is not known."""

    slug: str
    name: str
    kind: str = "other"
    region: str = ""
    website: str = ""


@dataclass(frozen=True, slots=True)
class Bundled:
    """One collection. The first of its bodies leads. `readers` is what readers see, where it is published; `since`, for each
    case study in it, from when on."""

    slug: str
    bodies: tuple[BundledBody, ...]
    contents: Contents
    state: str = "draft"
    old_slugs: tuple[str, ...] = ()
    readers: Contents | None = None
    published: datetime | None = None
    note: str = ""
    since: tuple[tuple[str, datetime], ...] = ()
    review_by: date | None = None
    reviewed: date | None = None
    created: datetime | None = None
    changed: datetime | None = None


def written(collections: Iterable[Bundled]) -> str:
    """Collections as YAML. What readers see is written once where it is the newest."""
    held = [_plain(it) for it in collections]
    found: str = yaml.safe_dump({"copybook_collections": SHAPE, "collections": held}, allow_unicode=True, sort_keys=False, width=110)
    return found


def read(text: bytes | str) -> list[Bundled]:
    """The collections of a YAML text. Raises NotABundle."""
    if len(text) > LARGEST_FILE:
        raise NotABundle("It is larger than any file that `flask collections export` writes.")
    try:
        held = load_yaml(text)
    except (yaml.YAMLError, ValueError) as error:
        raise NotABundle(f"It is not YAML that can be read: {error}") from error
    whole = _mapping(held, "the file", {"copybook_collections", "collections"})
    if whole.get("copybook_collections") != SHAPE:
        raise NotABundle(f"It must begin with `copybook_collections: {SHAPE}`.")
    return list(_each(whole.get("collections"), "collections", MOST_COLLECTIONS, _bundled))


def _plain(it: Bundled) -> dict[str, Any]:
    same = it.readers == it.contents
    held: dict[str, Any] = {
        "slug": it.slug,
        "old_slugs": list(it.old_slugs),
        "state": it.state,
        "bodies": [{name: getattr(body, name) for name in BundledBody.__slots__} for body in it.bodies],
        "contents": _plain_contents(it.contents),
        "readers": "the same" if same else it.readers and _plain_contents(it.readers),
        "published": _moment(it.published),
        "note": it.note,
        "since": {slug: _moment(moment) for slug, moment in it.since},
        "review_by": it.review_by and it.review_by.isoformat(),
        "reviewed": it.reviewed and it.reviewed.isoformat(),
        "created": _moment(it.created),
        "changed": _moment(it.changed),
    }
    return {name: value for name, value in held.items() if value not in (None, "", [], {}) or name in ("slug", "bodies", "contents")}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _plain_contents(contents: Contents) -> dict[str, Any]:
    """As a version keeps it, with lists for tuples, which are all that YAML has."""
    plain = to_json(contents)
    plain["sections"] = [{"title": it.title, "items": [_plain_item(each) for each in it.items]} for it in contents.sections]
    plain["phrases"] = list(contents.phrases)
    if contents.tail:
        plain["tail"] = {"search": contents.tail.search, "hidden": list(contents.tail.hidden)}
    return plain


def _plain_item(item: Item) -> dict[str, Any]:
    return {"slug": item.slug, "comment": item.comment, "start_here": item.start_here}


def _bundled(value: Any, where: str) -> Bundled:
    it = _mapping(value, where, {*Bundled.__slots__})
    contents = _contents(it.get("contents"), f"{where}, contents")
    state = it.get("state", "draft")
    if state not in _STATES:
        raise NotABundle(f"{where}: state must be one of {', '.join(_STATES)}.")
    seen = it.get("readers")
    readers = contents if seen == "the same" else _contents(seen, f"{where}, readers") if seen is not None else None
    published = _when(it, "published", where, datetime.fromisoformat)
    if (readers is None) != (published is None) or (state == "published" and readers is None):
        raise NotABundle(f"{where}: what is published has both `readers` and `published`, and what is not has neither.")
    since = _mapping(it.get("since") or {}, f"{where}, since")
    return Bundled(
        slug=_slug(it.get("slug"), where),
        bodies=tuple(_each(it.get("bodies"), f"{where}, bodies", MOST_BODIES, _body, least=1)),
        contents=contents,
        state=state,
        old_slugs=tuple(_each(it.get("old_slugs"), f"{where}, old_slugs", MOST_SLUGS, _slug)),
        readers=readers,
        published=published,
        note=_text(it, "note", where, LONGEST_NOTE),
        since=tuple((_slug(slug, where), cast(datetime, _when(since, slug, f"{where}, since", datetime.fromisoformat))) for slug in since),
        review_by=_when(it, "review_by", where, date.fromisoformat),
        reviewed=_when(it, "reviewed", where, date.fromisoformat),
        created=_when(it, "created", where, datetime.fromisoformat),
        changed=_when(it, "changed", where, datetime.fromisoformat),
    )


def _body(value: Any, where: str) -> BundledBody:
    it = _mapping(value, where, {*BundledBody.__slots__})
    website = _text(it, "website", where, LONGEST_WEBSITE)
    if website and not website.startswith(("https://", "http://")):
        raise NotABundle(f"{where}: a website begins with https:// or http://.")
    name, kind = _text(it, "name", where, LONGEST_NAME, needed=True), _text(it, "kind", where, 60) or "other"
    return BundledBody(_slug(it.get("slug"), where), name, kind, _text(it, "region", where, 60), website)


def _contents(value: Any, where: str) -> Contents:
    it = _mapping(value, where, {*Contents.__slots__})
    tail = it.get("tail")
    made = Contents(
        title=_text(it, "title", where, limits.LONGEST_TITLE, needed=True),
        introduction=_text(it, "introduction", where, limits.LONGEST_INTRODUCTION),
        text=_text(it, "text", where, limits.LONGEST_TEXT),
        theme=_slug(it["theme"], where) if it.get("theme") else "",
        sections=tuple(_each(it.get("sections"), f"{where}, sections", limits.MOST_SECTIONS, _section)) or (Section(),),
        tail=_tail(tail, f"{where}, tail") if tail is not None else None,
        phrases=tuple(_each(it.get("phrases"), f"{where}, phrases", limits.MOST_PHRASES, _phrase)),
    )
    if len(made.items) > limits.MOST_ITEMS or len({item.slug for item in made.items}) != len(made.items):
        raise NotABundle(f"{where}: at most {limits.MOST_ITEMS} case studies, and none of them twice.")
    return made


def _phrase(value: Any, where: str) -> str:
    return _words(value, where, limits.LONGEST_TITLE)


def _section(value: Any, where: str) -> Section:
    it = _mapping(value, where, {"title", "items"})
    items = tuple(_each(it.get("items"), f"{where}, items", limits.MOST_ITEMS, _item))
    return Section(_text(it, "title", where, limits.LONGEST_TITLE), items)


def _item(value: Any, where: str) -> Item:
    it = _mapping(value, where, {"slug", "comment", "start_here"})
    start = it.get("start_here", False)
    if not isinstance(start, bool):
        raise NotABundle(f"{where}: start_here is true or false.")
    return Item(_slug(it.get("slug"), where), _text(it, "comment", where, limits.LONGEST_COMMENT), start)


def _tail(value: Any, where: str) -> Tail:
    it = _mapping(value, where, {"search", "hidden"})
    return Tail(_text(it, "search", where, LONGEST_ADDRESS), tuple(_each(it.get("hidden"), f"{where}, hidden", MOST_HIDDEN, _slug)))


def _each(value: Any, where: str, most: int, read_one: Callable[[Any, str], T], least: int = 0) -> Iterable[T]:
    found = [] if value is None else value
    if not isinstance(found, list) or not least <= len(found) <= most:
        raise NotABundle(f"{where}: must be a list of {least} to {most}.")
    return [read_one(one, f"{where}, number {place}") for place, one in enumerate(found, 1)]


def _mapping(value: Any, where: str, known: set[str] | None = None) -> Mapping[str, Any]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise NotABundle(f"{where}: must be names with values.")
    unknown = sorted(value.keys() - known) if known else []
    if unknown:
        raise NotABundle(f"{where}: {unknown[0]!r} means nothing here.")
    return value


def _slug(value: Any, where: str) -> str:
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise NotABundle(f"{where}: a slug is lower-case letters, digits and hyphens, and not {value!r:.60}.")
    return value


def _text(it: Mapping[str, Any], name: str, where: str, longest: int, needed: bool = False) -> str:
    found = _words(it.get(name, ""), f"{where}, {name}", longest)
    if needed and not found.strip():
        raise NotABundle(f"{where}: {name} is missing.")
    return found


def _words(value: Any, where: str, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest or visible(value) != value:
        raise NotABundle(f"{where}: must be text of at most {longest} characters, each of which can be seen. Put it in quotation marks.")
    return value


def _when(it: Mapping[str, Any], name: str, where: str, read_one: Callable[[str], T]) -> T | None:
    value = it.get(name)
    if value is None:
        return None
    try:
        found = read_one(value if isinstance(value, str) else value.isoformat())
    except (ValueError, AttributeError, TypeError) as error:
        raise NotABundle(f"{where}: {name} must be a date, such as 2026-11-22, or a date and time.") from error
    if isinstance(found, datetime) and found.tzinfo:
        raise NotABundle(f"{where}: {name} must be in UTC, and not say so.")
    return found
