"""The few words of a case study that show why it answers, as pieces of plain text marked matched or not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from indexer.query import Piece, Pieces

#: A snippet is about two lines on a laptop.
LONGEST = 240


class Token(Protocol):
    """A word of a text: its term in the index, and where it stands."""

    @property
    def term(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Tokens = Callable[[str], Sequence[Token]]


class Finder(Protocol):
    """Finds the words of a text that may count, and says more quickly how many different ones it cannot have more of."""

    def __call__(self, text: str) -> Sequence[Token]: ...
    def most(self, text: str) -> int: ...


def mark(text: str, terms: Collection[str], tokens: Tokens) -> Pieces:
    """The whole text, cut into pieces where a word's term is one of `terms`."""
    pieces: list[Piece] = []
    at = 0
    for token in tokens(text):
        if token.term in terms:
            if token.start > at:
                pieces.append(Piece(text[at : token.start]))
            pieces.append(Piece(text[token.start : token.end], matched=True))
            at = token.end
    if at < len(text):
        pieces.append(Piece(text[at:]))
    return tuple(pieces)


def snippet(texts: Sequence[str], terms: Collection[str], find: Finder) -> Pieces:
    """The stretch of about two lines, in any of the texts, that holds the most different terms.

    Starts at a sentence where it can. With no term in any text, the beginning of the first.
    """
    best_text, best_start, best_size = (texts[0] if texts else ""), 0, 0
    most = [min(find.most(text), len(terms)) for text in texts]
    for place in sorted(range(len(texts)), key=lambda each: -most[each]):
        if most[place] <= best_size:
            break
        found = [token for token in find(texts[place]) if token.term in terms]
        for first, token in enumerate(found):
            held = {other.term for other in found[first:] if other.end <= token.start + LONGEST}
            if len(held) > best_size:
                best_text, best_start, best_size = texts[place], token.start, len(held)
    return mark(_stretch(best_text, best_start), terms, find)


def _stretch(text: str, start: int) -> str:
    """About two lines around a place: from the sentence it is in, if that begins near enough."""
    sentence = max((text.rfind(end, 0, start) + len(end) for end in (". ", "? ", "! ", "\n") if end in text[:start]), default=0)
    if start - sentence > LONGEST // 2:
        sentence = text.rfind(" ", 0, max(start - 40, 0)) + 1
    stretch = text[sentence : sentence + LONGEST]
    if sentence + LONGEST < len(text):
        stretch = stretch.rsplit(" ", 1)[0] + " …"
    before = (
        "… "
        if sentence and text[sentence - 1 : sentence] not in ("\n", "") and text[sentence - 2 : sentence] not in (". ", "? ", "! ")
        else ""
    )
    return " ".join((before + stretch).split())
