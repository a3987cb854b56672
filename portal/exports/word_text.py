"""Safe HTML, as `portal.markdown` makes it, as paragraphs of a Word file: real headings, lists, tables, quotations and links."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from docx.document import Document as Doc
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

#: What no Word file may hold, since no XML may.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_STYLES = {"blockquote": "Quote", "ul": "List Bullet", "ol": "List Number"}
_BLOCKS = {"p", "pre", "li", "h2", "h3", "h4", "h5", "h6", "div", "hr"}

#: Word's built-in lists come in so many depths.
_DEEPEST_LIST = 3


def writable(text: str) -> str:
    """Text as a Word file can hold it."""
    return _UNWRITABLE.sub("", text)


def add_link(paragraph: Paragraph, text: str, address: str) -> None:
    """A link at the end of a paragraph, in the style that Word gives links."""
    relation = paragraph.part.relate_to(writable(address), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(writable(text))
    # By its id: looking it up by name goes through every style, for each of some thousand links.
    run._r.style = "Hyperlink"
    link.append(run._r)
    paragraph._p.append(link)


def add_html(document: Doc, html: str, below: int = 1, style: str | None = None) -> None:
    """Safe HTML at the end of a document. Its headings go `below` levels under their own; `style` is that of its plain paragraphs."""
    writer = _Writer(document, below, style)
    writer.feed(str(html))
    writer.close()


class _Writer(HTMLParser):
    def __init__(self, document: Doc, below: int, style: str | None) -> None:
        super().__init__(convert_charrefs=True)
        self.document, self.below, self.style = document, below, style
        self.open: list[str] = []
        self.address: str | None = None
        self.paragraph: Any = None
        self.rows: list[list[str]] | None = None
        self.numbers: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what a tag begins: a break, a list, a link, a table, or a paragraph in its style."""
        if tag == "br" and self.paragraph is not None:
            self.paragraph.add_run().add_break(WD_BREAK.LINE)
        if tag in ("br", "hr"):
            return
        self.open.append(tag)
        if tag == "table":
            self.rows = []
        elif self.rows is not None:
            self._row(tag)
        elif tag in _BLOCKS or tag in _STYLES:
            self._end_block()
        if tag == "ol":
            self.numbers.append(_new_numbers(self.document))
        if tag == "a":
            address = dict(attrs).get("href") or ""
            self.address = address if re.match(r"(https?://|mailto:)", address, re.IGNORECASE) else None

    def handle_endtag(self, tag: str) -> None:
        """End what a tag ends; a table is written whole, now that it is known."""
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag)]
        if tag == "ol" and self.numbers:
            self.numbers.pop()
        if tag == "a":
            self.address = None
        elif tag == "table" and self.rows is not None:
            self._table(self.rows)
            self.rows = None
        elif tag in _BLOCKS or tag in _STYLES:
            self._end_block()

    def handle_data(self, data: str) -> None:
        """Write words into the paragraph or the cell, as the open tags say. Space between blocks is nothing."""
        if self.rows is not None:
            if data.strip() and self.rows and self.rows[-1]:
                self.rows[-1][-1] += data
            return
        text = writable(data if "pre" in self.open else re.sub(r"\s+", " ", data))
        if self.paragraph is None and not text.strip():
            return
        if self.paragraph is None:
            self.paragraph = self._begin_block()
            text = text.lstrip() if "pre" not in self.open else text
        if self.address:
            add_link(self.paragraph, text, self.address)
            return
        run = self.paragraph.add_run(text)
        if "strong" in self.open:
            run.bold = True
        if "em" in self.open:
            run.italic = True
        if "code" in self.open or "pre" in self.open:
            run.font.name = "Courier New"

    def _begin_block(self) -> Paragraph:
        heading = next((tag for tag in self.open if re.fullmatch(r"h[2-6]", tag)), None)
        if heading:
            titled: Paragraph = self.document.add_heading(level=min(9, int(heading[1]) + self.below))
            return titled
        lists = [tag for tag in self.open if tag in ("ul", "ol")]
        if lists:
            depth = min(len(lists), _DEEPEST_LIST)
            paragraph: Paragraph = self.document.add_paragraph(style=_STYLES[lists[-1]] + (f" {depth}" if depth > 1 else ""))
            if lists[-1] == "ol":
                numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = 0, self.numbers[-1]
            return paragraph
        return self.document.add_paragraph(style="Quote" if "blockquote" in self.open else self.style)

    def _end_block(self) -> None:
        self.paragraph = None

    def _row(self, tag: str) -> None:
        assert self.rows is not None
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")

    def _table(self, rows: list[list[str]]) -> None:
        rows = [row for row in rows if row]
        if rows:
            table = add_table(self.document, rows[0], len(rows[0]))
            for row in rows[1:]:
                for cell, words in zip(table.add_row().cells, row, strict=False):
                    cell.text = writable(words.strip())


def _new_numbers(document: Doc) -> int:
    """Numbers for a list of its own that begin at 1: by its style alone it would go on where the last one ended."""
    style: Any = document.styles["List Number"].element
    numbering: Any = document.part.numbering_part.element
    kind = numbering.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    made = numbering.add_num(kind)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    number: int = made.numId
    return number


def add_table(document: Doc, heads: list[str], columns: int) -> Any:
    """A table whose first row is repeated on each page, and is read out with each cell."""
    table = document.add_table(1, columns, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(writable(words.strip())).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table
