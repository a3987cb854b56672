"""The Word file to fill in, made from the table of fields and the form's own words, so that all three ask for the same."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from portal.contribute.steps import SECTIONS
from portal.contribute.word.help import FIGURES, HEADS, INTRODUCTION, SOURCES, TITLE, about, choices_of, columns_help
from portal.contribute.word.names import GROUPS, SINGLE, group_heading, label

_ROWS = 3

#: Fields whose rows stand last, on pages turned sideways; sources first, because the others point to them.
_TABLES = ("sources", "outcomes", "costs", "assets")


@lru_cache(maxsize=4)
def made(themes: tuple[str, ...], barriers: tuple[str, ...]) -> bytes:
    """The file, with the names of the themes and barriers there are to choose from."""
    document = Document()
    _set_up(document)
    document.add_paragraph(TITLE, style="Title")
    for words in INTRODUCTION:
        document.add_paragraph(words)
    table = _table(document, HEADS, (75, 95))
    for name in SINGLE:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(label(name)).bold = True
        for words in (*about(name), *choices_of(name, {"themes": themes, "barriers": barriers})):
            cells[0].add_paragraph(words, style="Help")
    for name, heading in SECTIONS.items():
        document.add_heading(heading, 1)
        for words in about(name):
            document.add_paragraph(words, style="Help")
        document.add_paragraph()
    _figures(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _figures(document: Doc) -> None:
    """The tables with several rows, on pages turned sideways."""
    section = document.add_section()
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    for group in _TABLES:
        document.add_heading(group_heading(group), 1)
        document.add_paragraph(SOURCES if group == "sources" else FIGURES, style="Help")
        for words in columns_help(group):
            document.add_paragraph(words, style="Help")
        parts = GROUPS[group].parts
        table = _table(document, [label(f"{group}.{part.name}") for part in parts], [257 // len(parts)] * len(parts))
        for _ in range(_ROWS):
            table.add_row()


def _table(document: Doc, heads: Sequence[str], widths: Sequence[int]) -> Any:
    """A table whose first row is repeated on each page, and is read out with each cell."""
    table = document.add_table(1, len(heads), style="Table Grid")
    for cell, words, width, column in zip(table.rows[0].cells, heads, widths, table.columns, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
        cell.width = column.width = Mm(width)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    return table


def _set_up(document: Doc) -> None:
    """A4, a plain face, our language; and a style for what helps and is not read back."""
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for name in ("Title", "Heading 1"):
        style = document.styles[name]
        style.font.name, style.font.color.rgb = "Arial", RGBColor(0, 0, 0)
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), "Arial")
        style.element.rPr.rFonts.set(qn("w:hAnsi"), "Arial")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    help_style = document.styles.add_style("Help", WD_STYLE_TYPE.PARAGRAPH)
    help_style.base_style = normal
    help_style.font.size, help_style.font.color.rgb = Pt(9.5), RGBColor(0x50, 0x5A, 0x5F)
    properties = document.core_properties
    properties.title, properties.author, properties.language = TITLE, "Copybook", "en-GB"
