"""A question as it stands in an address, and back: all that a reader chose on the search page is in its URL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import get_args
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from indexer import FILTER_NAMES, Query, Sort

#: A longer text is cut. It is about as long as a pasted email.
MOST_TEXT = 2000

#: More values of one filter are not read. No filter has as many.
MOST_VALUES = 60

#: What is never part of a question: control characters, halves of letters, and marks that turn the page's direction round.
_UNREADABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_SORTS: dict[str, Sort] = {sort: sort for sort in get_args(Sort)}
_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}")
_PAGE = re.compile(r"[1-9][0-9]{0,5}")

Pairs = list[tuple[str, str]]


def query_from(arguments: MultiDict[str, str]) -> Query:
    """The question that an address asks. What it does not know or cannot be is passed over: any address is a question."""
    text = readable(arguments.get("q", ""))
    page = arguments.get("page", "")
    return Query(
        text=text,
        filters={name: values for name in FILTER_NAMES if (values := _values(arguments.getlist(name)))},
        sort=_SORTS.get(arguments.get("sort", ""), usual_sort(text)),
        page=int(page) if _PAGE.fullmatch(page) else 1,
    )


def readable(text: str) -> str:
    """What was typed, on one line, without what no reader can see, and no longer than a pasted email."""
    return " ".join(_UNREADABLE.sub(" ", text[: 4 * MOST_TEXT]).split())[:MOST_TEXT].rstrip()


def usual_sort(text: str) -> Sort:
    """Best match first where there is something to match, else the newest."""
    return "best" if text else "newest"


def pairs(query: Query, without: Iterable[str] = ()) -> Pairs:
    """A question as names and values for an address or a form's hidden fields, leaving out some names. The page is never kept."""
    found = [("q", query.text)] if query.text else []
    found += [(name, value) for name, values in query.filters.items() for value in values]
    if query.sort != usual_sort(query.text):
        found.append(("sort", query.sort))
    unwanted = set(without)
    return [pair for pair in found if pair[0] not in unwanted]


def address(query: Query, page: int = 1, path: str = "/search") -> str:
    """Where a question's answers are, from the first page unless told otherwise. Other paths give them in other forms."""
    asked = pairs(query) + ([("page", str(page))] if page > 1 else [])
    return path + ("?" + urlencode(asked) if asked else "")


def with_text(query: Query, text: str) -> Query:
    """The same filters and order with other words."""
    return replace(query, text=readable(text))


def with_sort(query: Query, sort: Sort) -> Query:
    """The same question in another order."""
    return replace(query, sort=sort)


def without_value(query: Query, name: str, value: str) -> Query:
    """The same question with one chosen value let go."""
    rest = tuple(each for each in query.filters.get(name, ()) if each != value)
    return replace(query, filters=_kept({**query.filters, name: rest}))


def without_filter(query: Query, name: str) -> Query:
    """The same question with all of one filter's values let go."""
    return replace(query, filters=_kept({**query.filters, name: ()}))


def without_filters(query: Query) -> Query:
    """The same question of every case study."""
    return replace(query, filters={})


def _kept(filters: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in filters.items() if values}


def _values(given: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in given[: 2 * MOST_VALUES] if _VALUE.fullmatch(value)))[:MOST_VALUES]
