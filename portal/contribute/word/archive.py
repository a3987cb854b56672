"""A Word file from a stranger, opened with care: bounded before anything is unpacked, and only what is wanted is taken out.

    bytes -> is it a Word file? -> how much is in it? -> each part of XML is walked once -> a clean file of text and pictures

What reads it next sees the clean file alone: no macro, no embedded object and nothing that was not looked at.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

#: Bytes of a file that is read at all. Pictures make it large; the text never does.
LARGEST_FILE = 10_000_000

#: What may be inside. A book of 300 pages has a few hundred files; the compression of text seldom passes 30 to 1.
MOST_ENTRIES = 1_000
MOST_UNPACKED = 60_000_000
MOST_XML = 12_000_000
MOST_RATIO = 200
#: A small file of blanks may well be packed tight.
SMALL = 200_000

#: Tags in all parts of XML together, and tags inside tags. They, not bytes, are what takes memory to read.
MOST_TAGS = 60_000
DEEPEST = 80

TOO_MUCH = "There is more in this file than a case study needs."
SHORTER = "Copy the text of the project into a new Word document, save it, and upload that."


class NotRead(Exception):
    """The file cannot be read. Says what is wrong and what to do, in two sentences for the author."""

    def __init__(self, says: str, fix: str) -> None:
        super().__init__(f"{says} {fix}")
        self.says, self.fix = says, fix


@dataclass(frozen=True, slots=True)
class Package:
    """A Word file with nothing in it but text and pictures, what was left out, and the words of its paragraphs: in the text, and in the
    head and foot of its pages."""

    content: bytes
    left_out: tuple[str, ...]
    paragraphs: tuple[str, ...]
    margins: tuple[str, ...]


DAMAGED = (
    "This file is damaged, or is not a Word document.",
    "Open it in Word, save it again as a Word document (.docx), and upload that.",
)
_SAVE_AS = "Open it in Word, choose “Save as”, pick “Word Document (.docx)”, and upload that."


def opened(content: bytes) -> Package:
    """The clean file. Raises NotRead."""
    if len(content) > LARGEST_FILE:
        raise NotRead("This file is larger than 10 megabytes.", "In Word, compress its pictures or take some out, and upload it again.")
    _must_be_word(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _cleaned(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, LookupError) as error:
        # As zipfile tells of a damaged file, of one compressed or locked in a way it does not know, and of names that are not words.
        raise NotRead(*DAMAGED) from error


def _must_be_word(content: bytes) -> None:
    """Other kinds of file are known by how they begin, whatever they are called."""
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise NotRead(
                "This file is locked with a password.",
                "Open it in Word, take the password away (File, Info, Protect Document), and save it.",
            )
        raise NotRead("This is a file of an old version of Word (.doc) or of another program.", _SAVE_AS)
    if content.lstrip()[:5] == b"%PDF-":
        raise NotRead("This is a PDF, in which headings and tables are only drawn.", "Upload the Word document that it was made from.")
    if content.lstrip()[:5] == b"{\\rtf":
        raise NotRead("This is Rich Text (.rtf), not a Word document.", _SAVE_AS)
    if not content:
        raise NotRead("This file is empty.", "Choose the file again. If it is on a shared drive, copy it to your own computer first.")
    if not content.startswith(b"PK\x03\x04"):
        raise NotRead(*DAMAGED)


def _cleaned(archive: zipfile.ZipFile) -> Package:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _must_be_bounded(entries)
    names = [entry.filename for entry in entries]
    if "word/document.xml" not in names and not any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        _say_what_it_is(archive, names)
    look = _Look()
    buffer = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(buffer, "w") as clean:
        for entry in entries:
            if entry.filename in taken:
                raise NotRead(*DAMAGED)
            taken.add(entry.filename)
            if wanted := _wanted(entry.filename):
                content = archive.read(entry)
                if wanted == "xml":
                    look.at(entry.filename, content)
                clean.writestr(zipfile.ZipInfo(entry.filename), content)
    return Package(buffer.getvalue(), tuple(_left_out(names, look)), tuple(look.paragraphs), tuple(dict.fromkeys(look.margins)))


def _must_be_bounded(entries: list[zipfile.ZipInfo]) -> None:
    """By what the file says of itself: zipfile unpacks no more than that of any entry."""
    if len(entries) > MOST_ENTRIES:
        raise NotRead(TOO_MUCH, SHORTER)
    if any(entry.flag_bits & 1 for entry in entries):
        raise NotRead("This file is locked with a password.", "Take the password away, save the file, and upload it again.")
    xml = sum(entry.file_size for entry in entries if _wanted(entry.filename) == "xml")
    packed_tight = any(entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1) for entry in entries)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED or xml > MOST_XML or packed_tight:
        raise NotRead(TOO_MUCH, SHORTER)


#: What is taken out: the parts of the text, and pictures. Not: macros, objects, fonts, anything with another name.
_XML = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|word/(_rels/)?[A-Za-z]+\d*\.xml(\.rels)?")
_PICTURE = re.compile(r"word/media/[\w .()-]{1,100}")


def _wanted(name: str) -> str:
    return "xml" if _XML.fullmatch(name) else "picture" if _PICTURE.fullmatch(name) else ""


def _say_what_it_is(archive: zipfile.ZipFile, names: list[str]) -> NoReturn:
    if "mimetype" in names and archive.open("mimetype").read(100).startswith(b"application/vnd.oasis.opendocument"):
        raise NotRead(
            "This is an OpenDocument file (.odt), not a Word document.", "Open it, choose “Save as”, pick “Word (.docx)”, and upload that."
        )
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise NotRead(
            "This is a spreadsheet or a set of slides, not a Word document.", "Copy the words into a Word document, and upload that."
        )
    if any(name.startswith("Index/") for name in names):
        raise NotRead("This is a Pages document, not a Word document.", "In Pages, choose “Export to”, then “Word”, and upload that.")
    raise NotRead(*DAMAGED)


@dataclass(slots=True)
class _Look:
    """One walk through each part of XML. Nothing is built: a tag is counted, the words of each paragraph are noted."""

    tags: int = 0
    depth: int = 0
    seen: set[str] = field(default_factory=set)
    margins: list[str] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    #: The paragraphs that are open, one inside another where there are boxes; and which of their words are meant.
    open: list[list[str]] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)

    def at(self, name: str, content: bytes) -> None:
        """Look at one part. Raises NotRead where it is not XML, defines things of its own, or holds too much."""
        into = self.margins if _MARGIN.fullmatch(name) else self.paragraphs if _TEXT.fullmatch(name) else []
        self.depth = 0
        self.open.clear()
        self.inside.clear()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._begins
        parser.EndElementHandler = lambda tag: self._ends(tag.rpartition(" ")[2], into)
        parser.CharacterDataHandler = self._says
        parser.StartDoctypeDeclHandler = _no_doctype
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise NotRead(*DAMAGED) from error

    def _begins(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        self.depth, self.tags = self.depth + 1, self.tags + 1
        if self.depth > DEEPEST or self.tags > MOST_TAGS:
            raise NotRead(TOO_MUCH, SHORTER)
        self.seen.add(name)
        if attributes.get("TargetMode") == "External" and not attributes.get("Type", "").endswith("/hyperlink"):
            self.seen.add("external")
        if name == "p":
            self.open.append([])
        elif name in ("t", *_GONE):
            self.inside.append(name)

    def _says(self, words: str) -> None:
        if self.open and self.inside and self.inside[-1] == "t" and self.inside[0] == "t":
            self.open[-1].append(words)

    def _ends(self, name: str, into: list[str]) -> None:
        self.depth -= 1
        if name in ("t", *_GONE):
            self.inside.pop()
        elif name == "p" and self.open and (words := " ".join("".join(self.open.pop()).split())):
            into.append(words)


#: Parts with words that Word prints on every page, and those that make the text.
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml")
_TEXT = re.compile(r"word/(document\d*|footnotes|endnotes)\.xml")

#: What was there before a tracked change.
_GONE = ("del", "moveFrom")


def _no_doctype(*_: object) -> NoReturn:
    """Word never writes one. It may define words that unfold without end, or ask for other files."""
    raise NotRead("This file was not made by Word as it is.", "Open it in Word, save it again as a Word document (.docx), and upload that.")


def _left_out(names: list[str], look: _Look) -> Iterator[str]:
    if any("vbaProject" in name or "vbaData" in name for name in names):
        yield "Its macros were left out, and none of them was run."
    if any(name.startswith(("word/embeddings/", "word/activeX/")) for name in names):
        yield "Files inside the document, such as a spreadsheet, were left out. Copy what matters of them into a table."
    if any(name.startswith(("word/charts/", "word/diagrams/")) for name in names):
        yield "A chart or a diagram could not be read. Write its figures under “What was measured”, or say in words what it shows."
    if "external" in look.seen:
        yield "Something that the document fetches from elsewhere, such as a linked picture, was left out. Nothing was fetched."
    if "comment" in look.seen:
        yield "Comments in the margin were not read."
    if look.seen & {"del", "ins", "moveFrom"}:
        yield "Tracked changes were read as if you had accepted them all."
    if "oMath" in look.seen:
        yield "An equation could not be read. Say in words what it says."
