"""A file as its author wrote it: its values with their places, its text with the line it starts on, and what cannot be read.

bytes -> lines -> front matter (between two lines of `---`) -> Group
               -> text
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.fault import Edit
from indexer.values import Flaw, Group, read_lines

#: Bytes in the largest file that is read.
LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """A file in two parts. `values` is None when they could not be read, `text` is None when nothing could."""

    values: Group | None
    text: str | None
    text_line: int
    flaws: tuple[Flaw, ...]


def read_front_matter(content: bytes) -> FrontMatter:
    """Read a case study: values between two lines of `---`, then Markdown. Never raises; says what is wrong."""
    lines, flaws = _lines(content)
    if lines is None:
        return FrontMatter(None, None, 1, flaws)
    start, end, text_start, fences = _fences(lines)
    values, unread = (None, []) if start is None else read_lines(lines[start:end], start)
    while text_start < len(lines) and not lines[text_start].strip():
        text_start += 1
    text = _without_comments("\n".join(lines[text_start:])).rstrip() + "\n"
    return FrontMatter(values, text, text_start + 1, (*flaws, *fences, *unread))


def read_values(content: bytes) -> FrontMatter:
    """Read a file that is nothing but values, such as an adoption."""
    lines, flaws = _lines(content)
    if lines is None:
        return FrontMatter(None, None, 1, flaws)
    values, unread = read_lines(lines, 0)
    return FrontMatter(values, "", len(lines), (*flaws, *unread))


#: Code, which is left alone, or a comment: notes between authors, and what the template says to them.
_CODE_OR_COMMENT = re.compile(r"(```.*?```|`[^`\n]*`)|<!--.*?(?:-->|\Z)", re.DOTALL)


def _without_comments(text: str) -> str:
    """The text without its comments, which readers must not find. Line breaks stay, so that lines keep their numbers."""
    return _CODE_OR_COMMENT.sub(lambda match: match[1] or "\n" * match[0].count("\n"), text)


#: What no text needs: control characters (Word leaves some behind), other line breaks, and marks that reverse the writing.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def _lines(content: bytes) -> tuple[list[str] | None, tuple[Flaw, ...]]:
    if len(content) > LARGEST:
        size = f"must be at most {LARGEST // 1000} KB"
        return None, (Flaw(1, 1, f"The file {size}; this one is larger.", "Shorten it, and link to long material as an asset.", "size"),)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].rpartition(b"\n")[2].decode("utf-8", "replace")
        line = content.count(b"\n", 0, error.start) + 1
        fix = "Save it again and choose the encoding “UTF-8”. Look for a curly quote, a pound sign or an accent at this place."
        return None, (Flaw(line, len(before) + 1, "The file must be in UTF-8.", fix, "encoding"),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not _UNWANTED.search(text):
        return lines, ()
    return [_UNWANTED.sub(" ", line) for line in lines], tuple(_unwanted(lines))


def _unwanted(lines: list[str]) -> Iterator[Flaw]:
    for number, line in enumerate(lines, 1):
        if found := _UNWANTED.search(line):
            says = f"The file must have no control characters; here is one (U+{ord(found[0]):04X}) that cannot be seen."
            edit = Edit(number, found.start() + 1, found[0], "" if found[0] > "\u2029" else " ")
            yield Flaw(number, found.start() + 1, says, "Delete it and type the words around it again.", "characters", edit)


#: What was meant as three hyphens. Word turns them into dashes.
_FENCE_LIKE = re.compile(r"[-\u2010-\u2015]{1,9}\s*")


def _fences(lines: list[str]) -> tuple[int | None, int, int, list[Flaw]]:
    """Rows, counting from 0, where the front matter starts and ends and the text starts; and what is wrong with the lines between."""
    first = next((row for row, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE_LIKE.fullmatch(lines[first]):
        fix = "Put a line with only --- above the title, and another below the last field. TEMPLATE.md shows how."
        return None, 0, 0, [Flaw(1, 1, "The file must begin with a line of three hyphens (---).", fix, "fence")]
    flaws = [Flaw(1, 1, "The line --- must be the first.", "Delete the empty lines above it.", "fence")] if first else []
    end = next((row for row in range(first + 1, len(lines)) if _FENCE_LIKE.fullmatch(lines[row])), None)
    if end is None:
        heading = next((row for row in range(first + 1, len(lines)) if lines[row].startswith("## ")), len(lines))
        fix = "Put a line with only --- below the last field, before the first heading."
        says = "The fields must be closed by a second line of three hyphens (---)."
        return first + 1, heading, heading, [*flaws, Flaw(first + 1, 1, says, fix, "fence")]
    says = "This line must be three hyphens and nothing else."
    wrong = [row for row in (first, end) if lines[row].rstrip() != "---"]
    flaws += [Flaw(row + 1, 1, says, "Write --- here.", "fence", Edit(row + 1, 1, lines[row], "---")) for row in wrong]
    return first + 1, end, end + 1, flaws
