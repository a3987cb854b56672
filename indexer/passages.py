"""A case study cut into passages: a few paragraphs under one heading, the unit compared for meaning."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from indexer.casestudy import CaseStudy
from indexer.fields import NOT_KNOWN

#: About this many words to a passage: the model reads 256 pieces of words, title and heading included.
WORDS = 160


@dataclass(frozen=True, slots=True)
class Passage:
    """Plain text under one heading. The summary is a passage too; it has no heading and no anchor."""

    title: str
    heading: str
    anchor: str
    text: str

    @property
    def for_model(self) -> str:
        """What the model reads: title and heading carried with the text, so that a passage can stand alone."""
        return ". ".join(part for part in (self.title, self.heading, self.text) if part)

    @property
    def digest(self) -> bytes:
        """16 bytes that differ whenever the model would read something else."""
        return hashlib.sha256(self.for_model.encode()).digest()[:16]


def passages(case_study: CaseStudy) -> tuple[Passage, ...]:
    """The summary, then each section in order, cut at paragraphs into passages of about 160 words.

    A section that says only that something is not known is left out: it answers nothing. There is always at least one.
    """
    found = [Passage(case_study.title, "", "", case_study.summary)] if case_study.summary else []
    for section in case_study.sections:
        if section.text.startswith(NOT_KNOWN):
            continue
        found += [Passage(case_study.title, section.heading, section.anchor, text) for text in _cut(section.text)]
    # A title alone says too little to stand beside whole paragraphs; it is carried by each of them.
    return tuple(found) or (Passage(case_study.title, "", "", ""),)


def plain_text(markdown: str) -> str:
    """The words of a Markdown text without its marks: links by their words, no citations, list items as sentences."""
    # Most texts have few of the marks: looking for one first costs a tenth of trying to match it everywhere.
    text = markdown
    if "```" in text or "~~~" in text:
        text = re.sub(r"^ {0,3}(```|~~~).*$", "", text, flags=re.MULTILINE)
    if "](" in text:
        text = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", text)
    text = re.sub(r"\[\^?\d+\]", "", text)
    text = re.sub(r"<[^<>\n]{1,200}>", " ", text)
    text = re.sub(r"^ {0,8}(#{1,6}|[-*+>]|\d{1,3}[.)]) +", "", text, flags=re.MULTILINE)
    if any(mark in text for mark in "*_`"):
        text = re.sub(r"(?<!\w)([*_`]{1,3})([^\s*_`](?:[^*_`\n]*[^\s*_`])?)\1(?!\w)", r"\2", text)
    if _SPACE_BEFORE.search(text):
        text = re.sub(r"\s+([.,;:])(?=\s|$)", r"\1", text)
    return "\n".join(line.strip(" \t") for line in text.split("\n")).strip()


#: Looked for from the mark, of which there are fewer than spaces.
_SPACE_BEFORE = re.compile(r"[.,;:](?<=\s.)(?=\s|$)")


def _cut(section: str) -> list[str]:
    """Paragraphs gathered until the next would go past the limit; one that is longer alone is cut at sentences."""
    parts: list[list[str]] = [[]]
    size = 0
    for paragraph in re.split(r"\n\s*\n", plain_text(section)):
        for piece in _within(" ".join(paragraph.split())):
            words = len(piece.split())
            if parts[-1] and size + words > WORDS:
                parts.append([])
                size = 0
            parts[-1].append(piece)
            size += words
    return [text for part in parts if (text := "\n".join(part).strip())]


def _within(paragraph: str) -> list[str]:
    words = paragraph.split()
    if len(words) <= WORDS:
        return [paragraph]
    pieces: list[list[str]] = [[]]
    for sentence in re.split(r"(?<=[.!?]) +", paragraph):
        run = sentence.split()
        if pieces[-1] and len(pieces[-1]) + len(run) > WORDS:
            pieces.append([])
        pieces[-1] += run
    # One sentence that never ends is cut at words.
    return [" ".join(piece[start : start + WORDS]) for piece in pieces for start in range(0, len(piece), WORDS)]
