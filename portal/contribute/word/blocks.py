"""A clean Word file as a list of blocks in their order: headings, paragraphs and lists in Markdown, tables, pictures.

    clean file -> mammoth -> its HTML, read as XML -> blocks

Mammoth knows Word's ways (styles, lists, tracked changes, fields, notes); what it makes is well formed, and read here, never shown.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

from portal.contribute.word.archive import DAMAGED, NotRead, Package

#: Bytes of one picture that is kept, of all of them, and how many.
LARGEST_PICTURE = 2_000_000
LARGEST_PICTURES = 6_000_000
MOST_PICTURES = 30

#: Pictures that every browser shows, by how their bytes begin.
KINDS: Mapping[str, re.Pattern[bytes]] = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpg": re.compile(rb"\xff\xd8\xff"),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level, and its words."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph or a list, in Markdown; and without any marks. `bold` where all of it is, which many use for a heading."""

    markdown: str
    plain: str
    bold: bool = False
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells. The lines of a cell are its paragraphs."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its description in the document. `content` is empty where it cannot be kept, and `trouble` says why."""

    kind: str
    content: bytes
    description: str
    trouble: str = ""


Block = Heading | Text | Table | Picture

#: Above mammoth's own: the title of the document, and headings in their own right.
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name^='List Bullet'] => ul > li:fresh
p[style-name^='List Number'] => ol > li:fresh
comment-reference =>
"""

#: What mammoth trips over where a file is not as the format says. Each of them means the same to an author.
_TRIPS = (ExpatError, ElementTree.ParseError, KeyError, IndexError, ValueError, TypeError, AttributeError, OSError, RecursionError)


@dataclass(slots=True)
class _Pictures:
    found: list[Picture] = field(default_factory=list)

    def take(self, image: Any) -> dict[str, str]:
        """Keep one picture, and leave its number in its place."""
        description = " ".join((image.alt_text or "").split())
        try:
            with image.open() as opened:
                content = opened.read(LARGEST_PICTURE + 1)
        except (KeyError, OSError, ValueError):  # not in the file: mammoth asks nobody else for it
            content = b""
        self.found.append(self._picture(content, description))
        return {"src": str(len(self.found) - 1)}

    def _picture(self, content: bytes, description: str) -> Picture:
        kind = next((name for name, begins in KINDS.items() if begins.match(content)), "")
        trouble = ""
        if not content:
            trouble = "It is not in the file."
        elif not kind:
            trouble = "Only PNG, JPEG and WebP can be kept."
        elif len(content) > LARGEST_PICTURE:
            trouble = "It is larger than 2 megabytes."
        elif len(self.found) >= MOST_PICTURES or sum(len(it.content) for it in self.found) + len(content) > LARGEST_PICTURES:
            trouble = "There are more pictures than we can keep."
        return Picture(kind, b"" if trouble else content, description[:1000], trouble)


def blocks(package: Package) -> tuple[Block, ...]:
    """Everything in the document, in its order. Raises NotRead."""
    import mammoth  # heavy: only who sends a Word file pays for it

    pictures = _Pictures()
    try:
        html = mammoth.convert_to_html(
            io.BytesIO(package.content),
            style_map=_STYLES,
            include_embedded_style_map=False,
            external_file_access=False,
            convert_image=mammoth.images.img_element(pictures.take),
        ).value
        tree = ElementTree.fromstring(f"<div>{html}</div>")  # noqa: S314 - mammoth wrote it: it defines nothing
        return tuple(_Reader(pictures.found, _notes(tree)).blocks(tree))
    except _TRIPS as error:
        raise NotRead(*DAMAGED) from error


def _notes(tree: ElementTree.Element) -> Mapping[str, ElementTree.Element]:
    """Footnotes by their ids, taken out of the list at the end where mammoth puts them."""
    last = tree[-1] if len(tree) else None
    if last is None or last.tag != "ol" or not all(re.match("(foot|end)note-", item.get("id", "")) for item in last):
        return {}
    tree.remove(last)
    return {item.get("id", ""): item for item in last}


@dataclass(slots=True)
class _Reader:
    """Reads mammoth's tree."""

    pictures: list[Picture]
    notes: Mapping[str, ElementTree.Element]
    noted: list[str] = field(default_factory=list)

    def blocks(self, tree: ElementTree.Element) -> Iterator[Block]:
        """The blocks under an element."""
        for child in tree:
            if heading := re.fullmatch("h([1-6])", child.tag):
                words = _words(child)
                if words:
                    yield Heading(0 if child.get("class") == "title" else int(heading[1]), words)
            elif child.tag == "table":
                yield Table(tuple(self._row(row) for row in child.iter("tr") if _owner(child, row)))
            elif child.tag in ("ul", "ol"):
                yield Text("\n".join(self._items(child, 0)), "\n".join(_lines(child)), is_list=True)
            else:
                yield from self._paragraph(child)
            yield from (self.pictures[int(each.get("src", ""))] for each in child.iter("img"))
            yield from self._footnotes()

    def _paragraph(self, element: ElementTree.Element) -> Iterator[Text]:
        plain = _words(element, keep_lines=True)
        if plain:
            bold = "".join("".join(each.itertext()) for each in element.iter("strong"))
            yield Text(_guarded(self._inline(element)), plain, bold="".join(bold.split()) == "".join(plain.split()))

    def _footnotes(self) -> Iterator[Text]:
        """Those that the block before mentions, as Markdown writes them."""
        noted, self.noted = self.noted, []
        for name in noted:
            words = re.sub(r"\s*(\[↑\]\([^)]*\)|↑)", "", self._inline(self.notes[name]))
            yield Text(f"[^{name}]: {' '.join(words.split())}", " ".join(words.split()))

    def _row(self, row: ElementTree.Element) -> tuple[str, ...]:
        """The words of each cell; a cell over several columns leaves the others empty."""
        cells: list[str] = []
        for cell in row:
            cells.append("\n".join(_lines(cell)))
            cells += [""] * min(_count(cell.get("colspan")) - 1, 20)
            list(self._note_marks(cell))
        return tuple(cells)

    def _note_marks(self, element: ElementTree.Element) -> Iterator[str]:
        for each in element.iter("a"):
            if (name := each.get("href", "")[1:]) in self.notes and name not in self.noted:
                self.noted.append(name)
                yield name

    def _items(self, listed: ElementTree.Element, depth: int) -> Iterator[str]:
        for number, item in enumerate(listed, 1):
            mark = f"{number}." if listed.tag == "ol" else "-"
            words = " ".join(self._inline(item, skip=("ul", "ol")).split())
            if words:
                yield f"{'    ' * depth}{mark} {words}"
            for inner in item:
                if inner.tag in ("ul", "ol"):
                    yield from self._items(inner, depth + bool(words))

    def _inline(self, element: ElementTree.Element, skip: tuple[str, ...] = ()) -> str:
        """An element's words in Markdown."""
        parts = [escaped(element.text or "")]
        for child in element:
            if child.tag not in skip:
                parts.append(self._marked(child, skip))
            parts.append(escaped(child.tail or ""))
        return "".join(parts)

    def _marked(self, child: ElementTree.Element, skip: tuple[str, ...]) -> str:
        if child.tag == "br":
            return "\n"
        if child.tag in ("sup", "sub") and (name := next(self._note_marks(child), "")):
            return f"[^{name}]"
        words = self._inline(child, skip)
        mark = {"strong": "**", "em": "*"}.get(child.tag, "")
        if mark and words.strip():
            inside = words.strip()
            return words.replace(inside, f"{mark}{inside}{mark}", 1) if mark not in inside else words
        href = child.get("href", "") if child.tag == "a" else ""
        if re.match(r"https?://|mailto:", href) and words.strip():
            address = re.sub(r"[\s()<>]", lambda match: f"%{ord(match[0]):02X}", href)
            return words if words.strip() == href else f"[{words.strip()}]({address})"
        if href and not href.startswith("#") and words.strip():
            # Such as a file on somebody's own disk: it can lead nowhere from a page, and its author should see that.
            return f"{words} ({escaped(href)})"
        return f"{words}\n" if child.tag == "p" else words


def _owner(table: ElementTree.Element, row: ElementTree.Element) -> bool:
    """Whether a row is the table's own, not of a table in one of its cells."""
    return any(row is each for group in (table, *table.findall("thead"), *table.findall("tbody")) for each in group)


def _count(number: str | None) -> int:
    return int(number) if number and number.isdecimal() and len(number) < 4 else 1


def _words(element: ElementTree.Element, keep_lines: bool = False) -> str:
    lines = _lines(element)
    return "\n".join(lines) if keep_lines else " ".join(lines)


def _lines(element: ElementTree.Element) -> list[str]:
    """The words of an element without marks, a line for each of its paragraphs. The number of a note is no word."""
    parts: list[str] = []

    def walk(each: ElementTree.Element) -> None:
        ends = each.tag in ("p", "li", "tr", "td", "th", "br", "ul", "ol")
        if ends:
            parts.append("\n")
        if not (each.tag == "a" and re.match(r"#(foot|end)note-", each.get("href", ""))):
            parts.append(each.text or "")
        for child in each:
            walk(child)
            parts.append(child.tail or "")
        if ends:
            parts.append("\n")

    walk(element)
    return [line for part in "".join(parts).split("\n") if (line := " ".join(part.split()))]


def escaped(words: str) -> str:
    """Signs that Markdown would take for marks, as the words they are. Citations such as [1] are left: they mean the same here."""
    return re.sub(r"([\\`*]|(?<!\w)_|_(?!\w)|\[(?=[^\]\n]{0,300}\]\())", r"\\\1", words)


def _guarded(markdown: str) -> str:
    """A paragraph's lines, none of which begins as a heading, a quotation, code or a table would. What looks like a list stays one."""
    lines = (" ".join(line.split()) for line in markdown.split("\n"))
    return "\n".join(re.sub(r"^(?=#|>|\||~~~|=+$|-+$)", r"\\", re.sub(r"^[•·▪◦‣] ?", "- ", line)) for line in lines if line)
