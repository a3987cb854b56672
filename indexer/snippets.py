"""The few words of a case study that show why it answers, as pieces of plain text marked matched or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from indexer.query import Piece, Pieces

#: A snippet is about two lines on a laptop.
LONGEST = 240

#: How far back a snippet may begin before the first of its words, to begin with a sentence.
FAR = 120

#: Where a sentence may have ended.
_ENDS = (". ", "? ", "! ", "\n")


class Token(Protocol):
    """A word of a text: its term in the index, and where it stands."""

    @property
    def term(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def mark(text: str, found: Sequence[Token], start: int = 0, end: int | None = None) -> Pieces:
    """A text from `start` to `end`, cut into pieces where a word was found."""
    end = len(text) if end is None else end
    pieces: list[Piece] = []
    at = start
    for token in found:
        if token.start < at or token.end > end:
            continue
        if token.start > at:
            pieces.append(Piece(text[at : token.start]))
        pieces.append(Piece(text[token.start : token.end], matched=True))
        at = token.end
    if at < end:
        pieces.append(Piece(text[at:end]))
    return tuple(pieces)


def snippet(text: str, ends: Sequence[int], found: Sequence[Token]) -> Pieces:
    """The stretch of about two lines that holds the most different of the terms found, from a sentence's beginning where it can.

    `text` is several, with a line's end between them; `ends` says where each ends. The first is the title, which is not looked
    at. A stretch stays within one. With nothing found, it is the beginning of the second.
    """
    begin, end = ends[0] + 1, ends[1]
    start, most = begin, 0
    last: dict[str, int] = {}
    every = len({token.term for token in found})
    at = 0
    for token in found:
        while token.end > ends[at]:
            at += 1
            last = {}
        last[token.term] = token.start
        near = [where for where in last.values() if where >= token.end - LONGEST]
        if len(near) > most:
            start, most = min(near), len(near)
            begin, end = ends[at - 1] + 1, ends[at]
            if most == every:
                break
    first, after = _stretch(text, begin, end, start)
    shown = mark(text.replace("\n", " "), found, first, after)
    cut_before = first > begin and not text.endswith(_ENDS, begin, first)
    return (*_dots("… ", cut_before), *shown, *_dots(" …", after < end))


def _dots(dots: str, wanted: bool) -> Pieces:
    return (Piece(dots),) if wanted else ()


def _stretch(text: str, begin: int, end: int, start: int) -> tuple[int, int]:
    """From where to where to show about two lines around a place: from the sentence it is in, if that begins near enough."""
    sentences = [at + len(mark) for mark in _ENDS if (at := text.rfind(mark, begin, start)) >= 0]
    first = max(sentences, default=begin)
    if start - first > FAR:
        first = text.rfind(" ", begin, max(start - 40, begin)) + 1 or begin
    if end - first <= LONGEST:
        return first, end
    space = text.rfind(" ", first + 1, first + LONGEST)
    return first, space if space > first else first + LONGEST
