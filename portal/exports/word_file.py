"""A collection as a Word file, for people who would rather work in Word than on a website."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from portal.exports.handout import LICENCE, Handout, HandoutItem
from portal.exports.word_text import add_html, add_link, add_table, writable
from portal.markdown import render_comment, render_text

#: Word's own bound on a title in its properties.
_LONGEST_PROPERTY = 255


def made(handout: Handout) -> bytes:
    """The file: headings, the comments as written, a table of all case studies, and how it may be used."""
    document = Document()
    _set_up(document, handout)
    document.add_paragraph(writable(handout.title), style="Title")
    if handout.introduction:
        document.add_paragraph(writable(handout.introduction)).style = "Subtitle"
    document.add_paragraph(writable(f"Put together by {handout.curators}. {handout.dates}"))
    if handout.note:
        document.add_paragraph(writable(f"What is new: {handout.note}"))
    if handout.text:
        document.add_heading("About this collection", 1)
        add_html(document, render_text(handout.text).html, below=0)
    for section in handout.sections:
        document.add_heading(writable(section.title), 1)
        for item in section.items:
            _item(document, item)
    if handout.more:
        document.add_paragraph(writable(handout.more))
    _all_in_a_table(document, handout)
    _using(document, handout)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _item(document: Doc, item: HandoutItem) -> None:
    document.add_heading(writable(f"{item.number}. {item.title}"), 2)
    if item.start_here:
        document.add_paragraph().add_run("Start here.").bold = True
    if item.comment:
        add_html(document, render_comment(item.comment), style="Comment")
    document.add_paragraph(writable(item.summary))
    facts = document.add_paragraph(writable(f"{', '.join(item.councils)}. Read it at "))
    add_link(facts, item.address, item.address)
    facts.add_run(".")


def _all_in_a_table(document: Doc, handout: Handout) -> None:
    """Every case study in a line, with how sure it is and its licence."""
    document.add_heading("All case studies in a table", 1)
    table = add_table(document, ["Number", "Case study", "Status", "Evidence", "Licence"], 5)
    for item in handout.items:
        cells = table.add_row().cells
        cells[0].text, cells[2].text, cells[3].text = str(item.number), writable(item.status), writable(item.evidence)
        add_link(cells[1].paragraphs[0], item.title, item.address)
        add_link(cells[4].paragraphs[0], *item.licence)


def _using(document: Doc, handout: Handout) -> None:
    document.add_heading("Using this collection", 1)
    document.add_paragraph(writable(handout.rights))
    licence = document.add_paragraph("Licence of the curators’ words: ")
    add_link(licence, *LICENCE)
    document.add_paragraph(writable(f"How to name it: {handout.attribution}"))
    document.add_heading("How to name each case study", 2)
    for item in handout.items:
        document.add_paragraph(writable(item.citation), style="List Number")


def _set_up(document: Doc, handout: Handout) -> None:
    """A4, a plain face, black headings, our language; and a style for what curators say."""
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    styles = document.styles
    for unused in [it for it in styles if it.type is WD_STYLE_TYPE.TABLE and it.name not in ("Normal Table", "Table Grid")]:
        unused.delete()  # a hundred of them, which every paragraph is then looked up among
    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    for name in ("Title", "Subtitle", *(f"Heading {level}" for level in range(1, 10))):
        style = styles[name]
        style.font.name, style.font.color.rgb = "Arial", RGBColor(0, 0, 0)
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), "Arial")
        style.element.rPr.rFonts.set(qn("w:hAnsi"), "Arial")
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    comment = styles.add_style("Comment", WD_STYLE_TYPE.PARAGRAPH)
    comment.base_style, comment.paragraph_format.left_indent = normal, Mm(6)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor(0x0B, 0x4F, 0x9E), True
    properties = document.core_properties
    properties.title, properties.author = writable(handout.title)[:_LONGEST_PROPERTY], writable(handout.curators)[:_LONGEST_PROPERTY]
    properties.language, properties.comments = "en-GB", writable(handout.attribution)[:_LONGEST_PROPERTY]
