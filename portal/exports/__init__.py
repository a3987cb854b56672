"""What a reader takes away: case studies and collections in the forms that other programs read.

word_file                       a collection in Word
 └─ word_text                   safe HTML as paragraphs of Word
collection_rows ─ spreadsheet   CSV: a collection; any case studies
plain                           a collection as Markdown and as JSON
 ├─ markdown_text               safe HTML as Markdown again
 └─ handout                     a collection as plain values, from which all of its files are made
"""

from portal.exports.collection_rows import COLLECTION_COLUMNS, collection_rows
from portal.exports.handout import LICENCE, Handout, HandoutItem, HandoutSection
from portal.exports.plain import as_json, markdown
from portal.exports.spreadsheet import COLUMNS, MOST_ROWS, spreadsheet

__all__ = [
    "COLLECTION_COLUMNS",
    "COLUMNS",
    "LICENCE",
    "MOST_ROWS",
    "Handout",
    "HandoutItem",
    "HandoutSection",
    "as_json",
    "collection_rows",
    "markdown",
    "spreadsheet",
    "word",
]


def word(handout: Handout) -> bytes:
    """A collection as a Word file."""
    from portal.exports.word_file import made  # heavy: only who asks for the file pays for it

    return made(handout)
