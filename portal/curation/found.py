"""What saved searches find, asked once of each generation of the index: many pages show it, and it stays the same until the next."""

from __future__ import annotations

import threading
from dataclasses import replace
from weakref import WeakKeyDictionary

from indexer import Index
from portal.curation.searches import query_of
from portal.results import will_last

#: Saved searches whose answers are kept. At 10,000 case studies an answer takes some 10 KB, and at most 80.
MOST_KEPT = 500

#: By the open index, and let go with it.
_kept: WeakKeyDictionary[Index, dict[str, tuple[str, ...]]] = WeakKeyDictionary()
_lock = threading.Lock()


def slugs_found(index: Index, search: str) -> tuple[str, ...]:
    """The slugs of all that a saved search finds, in the order of a page of results."""
    with _lock:
        kept = _kept.setdefault(index, {})
        slugs = kept.get(search)
    if slugs is not None:
        return slugs
    found = index.search(replace(query_of(search), page=1, per_page=index.built.case_studies, show="slugs"))
    if will_last(found):
        with _lock:
            if len(kept) >= MOST_KEPT:
                kept.pop(next(iter(kept)))
            kept[search] = found.slugs
    return found.slugs
