"""A Word file in, a draft out; and the Word file to fill in.

    bytes -> archive (bounded, cleaned) -> blocks (Markdown, tables, pictures) -> placing -> the form's values, and what is left over
                                                                                  └─ names  reading  template

Imports point down. Nothing here knows of Flask, SQL or a file on a disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from indexer import Vocabulary
from portal.contribute.steps import STEPS
from portal.contribute.values import LARGEST, TooLarge, merged
from portal.contribute.word.archive import LARGEST_FILE, SHORTER, NotRead, opened
from portal.contribute.word.blocks import Block, Heading, Picture, Table, Text, blocks
from portal.contribute.word.names import GROUPS, SINGLE, label, part_field
from portal.contribute.word.placing import Piece, place
from portal.contribute.word.reading import lists

__all__ = ["LARGEST_FILE", "NAME", "NotRead", "Picture", "Piece", "Reading", "label", "lists", "read_word", "template"]


#: What the file to fill in is called.
NAME = "copybook-case-study.docx"


@dataclass(frozen=True, slots=True)
class Reading:
    """A Word file as a draft: the form's values, the words that have no place in it, the pictures, and what was not read at all.

    Pictures come with the heading each stood under.
    """

    values: Mapping[str, Any]
    unplaced: tuple[Piece, ...]
    pictures: tuple[tuple[str, Picture], ...]
    left_out: tuple[str, ...]


def template(vocabulary: Vocabulary) -> bytes:
    """The Word file to fill in. Themes and barriers are those on the agreed lists now."""
    from portal.contribute.word.template import made  # heavy: only who asks for the file pays for it

    names = [tuple(sorted(it.name for it in each.values())) for each in (vocabulary.themes, vocabulary.barriers)]
    return made(*names)


def read_word(content: bytes, vocabulary: Vocabulary) -> Reading:
    """Read a Word file. Raises NotRead, which says what is wrong with it and what to do."""
    package = opened(content)
    found = blocks(package)
    too_long = NotRead(f"This document is longer than a case study may be, which is {LARGEST // 1000},000 characters.", SHORTER)
    if max(sum(map(len, package.paragraphs)), sum(len(_words(block)) for block in found)) > LARGEST:
        raise too_long
    if not found:
        raise NotRead("There are no words in this file.", "If it holds only a scan or a picture, type the words into it first.")
    placed = place(found, vocabulary)
    values: dict[str, Any] = {"language": "en"} | _empty() | {name: it for name, it in placed.values.items() if it}
    try:
        for step in STEPS:
            values = merged(values, step, values)
    except TooLarge as error:
        raise too_long from error
    missed = [Piece("Not read where it stood", words) for words in _missed(package.paragraphs, found)]
    margins = [Piece("The head or foot of the pages", words) for words in package.margins if words]
    return Reading(values, (*placed.unplaced, *missed, *margins), tuple(placed.pictures), package.left_out)


def _empty() -> dict[str, Any]:
    return {name: [] for name in GROUPS} | {name: [] for name in SINGLE if part_field(name).many}


def _words(block: Block) -> str:
    match block:
        case Heading():
            return block.words
        case Text():
            return block.plain
        case Table():
            return " ".join(cell for row in block.rows for cell in row)
    return ""


def _missed(paragraphs: Iterable[str], found: Iterable[Block]) -> Iterator[str]:
    """Paragraphs of the file that the reading has passed over, such as those in fields and boxes that it does not know."""
    whole = _letters("".join(map(_words, found)))
    return (words for words in dict.fromkeys(paragraphs) if _letters(words) not in whole)


def _letters(words: str) -> str:
    return re.sub(r"[\W_]", "", words).casefold()
