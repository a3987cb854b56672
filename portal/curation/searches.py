"""Saved searches: from the address of a page of results to what a collection keeps of it, and back to a question. Pure."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from werkzeug.datastructures import MultiDict

from indexer import Query
from portal.questions import MOST_TEXT, MOST_VALUES, pairs, query_from

#: No address of a search is longer: each letter may take twelve to write.
LONGEST_ADDRESS = 12 * MOST_TEXT

#: A page of results, a feed of one or its spreadsheet, on this site or a copy of it.
_PATH = re.compile(r"(?:.*/)?search(?:\.(?:atom|json|csv))?")


def query_of(search: str) -> Query:
    """The question that a saved search asks. As with any address, what cannot be is passed over."""
    return query_from(MultiDict(parse_qsl(search[:LONGEST_ADDRESS], max_num_fields=None)[: 20 * MOST_VALUES]))


def saved(query: Query) -> str:
    """A question as a collection keeps it."""
    return urlencode(pairs(query))


def search_in(pasted: str) -> str | None:
    """The search in an address that was pasted. Nothing if it is none, or asks for everything."""
    try:
        parts = urlsplit(pasted.strip()[:LONGEST_ADDRESS])
    except ValueError:
        return None
    if not parts.query or not _PATH.fullmatch(parts.path):
        return None
    query = query_of(parts.query)
    return saved(query) if query.text or query.filters else None
