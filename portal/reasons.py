"""Why a case study is among the results, in words and marked pieces of its text: pure functions, no requests and no HTML."""

from __future__ import annotations

from collections.abc import Sequence

from indexer import Hit, Piece, Why

#: At most this many words found are named for each place.
MOST_WORDS = 6

#: About as much of a passage as is quoted.
LONGEST_QUOTE = 150

Pieces = tuple[Piece, ...]


def marked_summary(hit: Hit) -> Pieces:
    """The summary, with the words found marked where the best passage is a part of it."""
    summary, best = hit.case_study.summary, _words(hit.snippet)
    at = summary.find(best)
    if at < 0 or not _marked(hit.snippet):
        return (Piece(summary),)
    return (Piece(summary[:at]), *_bare(hit.snippet), Piece(summary[at + len(best) :]))


def best_passage(hit: Hit) -> Pieces:
    """The stretch that holds most of the words found, marked. Nothing where the summary or the nearest passage shows it already."""
    nearest = hit.why.passage
    shown = hit.case_study.summary, " ".join(nearest.text.split()) if nearest else ""
    best = _words(hit.snippet)
    return () if not _marked(hit.snippet) or any(best in each for each in shown) else hit.snippet


def nearest_passage(hit: Hit) -> Pieces:
    """What is quoted of the passage nearest in meaning: the stretch with the words found if it has them, else how it begins.
    Nothing where it is the summary, which is shown in full."""
    if hit.why.passage is None:
        return ()
    text, best = " ".join(hit.why.passage.text.split()), _words(hit.snippet)
    if text in hit.case_study.summary:
        return ()
    if _marked(hit.snippet) and best in text:
        return hit.snippet
    return (Piece(text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"),)


def found_words(why: Why) -> str:
    """Which words were found, and where: “repairs” in the title, “old” in its text or details, and, as a synonym, “legacy”."""
    # The index also looks in names of councils, places, suppliers, technology and themes: a word may stand nowhere in the text.
    places = ((why.words_in_title, "in the title"), (why.words_elsewhere, "in its text or details"))
    found = ", ".join(f"{quoted(words)} {place}" for words, place in places if words)
    if not why.synonyms:
        return found
    name = "a synonym" if len(why.synonyms) == 1 else "synonyms"
    return f"{found}, and, as {name}, {quoted(why.synonyms)}" if found else f"as {name}, {quoted(why.synonyms)}"


def quoted(words: Sequence[str], most: int = MOST_WORDS) -> str:
    """Words in quotation marks, as a list in a sentence."""
    named = [f"“{word}”" for word in words[:most]]
    if len(words) > most:
        named.append(f"{len(words) - most} more")
    return " and ".join(filter(None, [", ".join(named[:-1]), named[-1]]))


def _marked(pieces: Pieces) -> bool:
    return any(piece.matched for piece in pieces)


def _words(pieces: Pieces) -> str:
    """The text itself, without the dots that say it goes on."""
    return "".join(piece.text for piece in pieces).strip(" …")


def _bare(pieces: Pieces) -> Pieces:
    """The pieces without those dots."""
    first, *middle, last = (Piece(""), *pieces, Piece("")) if len(pieces) < 2 else pieces
    return (Piece(first.text.lstrip(" …"), first.matched), *middle, Piece(last.text.rstrip(" …"), last.matched))
