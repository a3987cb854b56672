"""A collection as the rows of a spreadsheet: a line for each case study, with its licence and the collection's own name and date."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from portal.exports.handout import LICENCE, Handout, HandoutItem
from portal.exports.spreadsheet import harmless, line

#: What a cell is worked out from: the collection, the title of the section, and the item.
Place = tuple[Handout, str, HandoutItem]

#: Each column: its name, and its cell.
COLLECTION_COLUMNS: tuple[tuple[str, Callable[[Place], str]], ...] = (
    ("Number", lambda it: str(it[2].number)),
    ("Section", lambda it: it[1]),
    ("Title", lambda it: it[2].title),
    ("Why it is here", lambda it: it[2].comment),
    ("Start here", lambda it: "Yes" if it[2].start_here else ""),
    ("Summary", lambda it: it[2].summary),
    ("Councils", lambda it: "; ".join(it[2].councils)),
    ("Status", lambda it: it[2].status),
    ("Evidence", lambda it: it[2].evidence),
    ("Themes", lambda it: "; ".join(it[2].themes)),
    ("Years", lambda it: it[2].years),
    ("Address", lambda it: it[2].address),
    ("Licence", lambda it: it[2].licence[0]),
    ("Attribution", lambda it: it[2].citation),
    ("Collection", lambda it: it[0].attribution),
    ("Licence of the comments", lambda it: LICENCE[0]),
    ("Taken", lambda it: it[0].taken.isoformat()),
)


def collection_rows(handout: Handout) -> Iterator[str]:
    """The lines of the spreadsheet, the names of the columns first. No cell of it runs."""
    yield "\ufeff" + line(name for name, _ in COLLECTION_COLUMNS)
    for section in handout.sections:
        for item in section.items:
            yield line(harmless(cell((handout, section.title, item))) for _, cell in COLLECTION_COLUMNS)
