"""Text from strangers inside Markdown that a forge will show: readable, and able to do nothing.

On a forge, words do things: @name calls a person, #1 and a commit's name make links, an image is fetched, HTML is drawn, `/close` at
the start of a line is an order. Whatever is more than a plain word goes into a code span, where none of that happens.
"""

from __future__ import annotations

import re

#: Plain words, numbers and dates, with the punctuation of a sentence around them. No full stop, slash or underscore within.
_PLAIN = re.compile(r"[“‘(]{0,2}[^\W_]+(?:[’'–-][^\W_]+)*[”’)]{0,2}[.,;:?!…]?[”’)]?|[–—&]|£?\d+(?:[.,]\d+)*%?[.,;)]?")

#: A field's name in backticks, as our own sentences write it.
_FIELD = re.compile(r"`[a-z_]+(?:\.[a-z_]+)*`[.,;:]?")

#: Plain as they look, forges make links of these: the name of a commit, GH-1, and tickets such as ABC-12.
_LINKED = re.compile(r"[0-9a-f]{7,}|[a-z]+-\d+", re.IGNORECASE)


def inert(text: str, longest: int = 300) -> str:
    """A text on one line, in Markdown that shows it and does nothing else. Cut to a readable length."""
    shown = " ".join(_printable(text[: longest * 4]).split())
    if len(shown) > longest:
        shown = shown[: longest - 1] + "…"
    return " ".join(_spans(shown.split(" "))) if shown else ""


def code(text: str) -> str:
    """A code span on one line. The fence is longer than any run of backticks within."""
    text = " ".join(_printable(text).split()) or "?"
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return f"{fence}{space}{text}{space}{fence}"


def _printable(text: str) -> str:
    """Everything that does not print is a space: what reorders a line, hides in it or ends it must not come through."""
    return "".join(each if each.isprintable() else " " for each in text)


def _spans(words: list[str]) -> list[str]:
    """Plain words as they are, each run of others in one code span."""
    found: list[str] = []
    run: list[str] = []
    for word in words:
        if _is_plain(word):
            found += [code(" ".join(run))] if run else []
            found.append(word)
            run = []
        else:
            run.append(word)
    return [*found, code(" ".join(run))] if run else found


def _is_plain(word: str) -> bool:
    if _FIELD.fullmatch(word):
        return True
    return bool(_PLAIN.fullmatch(word)) and not _LINKED.search(word) and word != "&"
