"""A Markdown text as running words, each with its place: its lines, its paragraphs, its sentences.

front matter -> lines ─┬─ headings, citations
                       └─ paragraphs -> sentences
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.frontmatter import FrontMatter

_FENCE = re.compile(r" {0,3}(```+|~~~+)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text. In fenced code nothing is a heading or a citation."""

    number: int
    words: str
    is_code: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running words without their marks, under a second-level heading. Each letter stands as far along as in the file."""

    heading: str
    text: str
    lines: tuple[Line, ...]
    column: int = 1

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column in the file of a letter of the text."""
        for line in self.lines[:-1]:
            if offset <= len(line.words):
                return line.number, self.column + offset
            offset -= len(line.words) + 1
        return self.lines[-1].number, self.column + offset

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Each sentence, with where it begins in the text."""
        start = 0
        for match in _END.finditer(self.text):
            if _SHORT.search(self.text, max(start, match.start() - 12), match.start() + 1):
                continue
            yield start, self.text[start : match.end()]
            start = match.end()
        if self.text[start:].strip():
            yield start, self.text[start:]


def lines_of(front: FrontMatter) -> Iterator[Line]:
    """The lines of a file's text."""
    fence = ""
    for number, words in enumerate((front.text or "").split("\n"), front.text_line):
        mark = _FENCE.match(words)
        ends_or_begins = mark and (not fence or mark[1].startswith(fence))
        yield Line(number, words, bool(fence or ends_or_begins))
        if mark and ends_or_begins:
            fence = "" if fence else mark[1][:3]


def paragraphs_of(lines: tuple[Line, ...]) -> Iterator[Paragraph]:
    """The paragraphs and list items of a text. Headings, tables, code and addresses of links are not running words."""
    heading = ""
    gathered: list[Line] = []
    for line in lines:
        words = line.words
        begins_item = _ITEM.match(words)
        if line.is_code or not words.strip() or words[0] in "#|" or begins_item or _NO_WORDS.match(words):
            if gathered:
                yield _paragraph(heading, gathered)
            gathered = [line] if begins_item and not line.is_code else []
            if words.startswith("## ") and not line.is_code:
                heading = words[3:].strip()
        else:
            gathered.append(line)
    if gathered:
        yield _paragraph(heading, gathered)


def single(words: str, line: int, column: int) -> Paragraph:
    """A value of the front matter as a paragraph."""
    return Paragraph("", _bare(words), (Line(line, words, False),), column)


def _paragraph(heading: str, lines: list[Line]) -> Paragraph:
    text = _bare("\n".join(line.words for line in lines)).replace("\n", " ")
    return Paragraph(heading, text, tuple(lines))


_ITEM = re.compile(r"\s{0,12}(?:[-*+]|\d{1,3}[.)])\s")
#: The address of a link, or a rule across the page.
_NO_WORDS = re.compile(r" {0,3}\[[^\]\n]{1,80}\]:| {0,3}[-*_][-*_ ]{2,}$")

#: What is not words: an item's mark, code, citations, the ends of links, whole addresses, stars and underlines.
_MARKS = re.compile(
    r"^\s{0,12}(?:[-*+>]|\d{1,3}[.)])\s+|`[^`\n]*`|\[\^?\d{1,3}(?: ?[,–-] ?\d{1,3})*\](?!\()|\]\([^()\s]*\)|!?\[|\]|"
    r"<[^<>\s]{1,300}>|https?://[^\s)\]>]+|[*_]{1,3}(?=\w)|(?<=[\w.,!?])[*_]{1,3}",
    re.MULTILINE,
)


def _bare(words: str) -> str:
    return _MARKS.sub(lambda match: " " * len(match[0]), words) if _MARKED.search(words) else words


_MARKED = re.compile(r"[\[`*_<>+]|^\s*(?:-|\d+[.)])\s|://", re.MULTILINE)

#: A full stop and such, a closing bracket or quotation mark perhaps, space, and what may begin a sentence.
_END = re.compile(r"(?<![.!?])[.!?]{1,9}[)\]”’\"']{0,4}\s{1,99}(?=[“‘\"'(]?(?:[A-Z0-9£]|[a-z]-?[A-Z]))")
#: A full stop that ends no sentence: after a shortened word, or after an initial.
_SHORT = re.compile(r"(?:\b(?i:e\.g|i\.e|vs|approx|cf|no|nos|dr|mr|mrs|ms|st|prof|pp?|art|sec|ch|fig)|(?<![\w’'])[A-Z])\.$")
