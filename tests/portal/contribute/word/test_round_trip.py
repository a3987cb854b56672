"""The file to fill in asks for what the form asks for, and what is written into it is what is read out of it."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.document import Document
from docx.table import Table

from indexer import Vocabulary
from portal.contribute.steps import CHOICES, SECTIONS, STEPS, WORDS
from portal.contribute.word import label, read_word, template
from portal.contribute.word.names import GROUPS, SINGLE
from tests.portal.contribute.conftest import WHOLE


def tables(document: Document) -> dict[str, Table]:
    """Each table by the first cell of its first row."""
    return {table.rows[0].cells[0].text: table for table in document.tables}


def filled(values: dict[str, Any], vocabulary: Vocabulary) -> bytes:
    """The template with a case study written into it, as somebody at Word would."""
    document = docx.Document(io.BytesIO(template(vocabulary)))
    rows = {row.cells[0].paragraphs[0].text: row.cells[1] for row in tables(document)["What we ask"].rows}
    for name in SINGLE:
        value = values[name]
        cell = rows[label(name)]
        for number, line in enumerate(value if isinstance(value, list) else [value]):
            words = _name(vocabulary, name, line)
            cell.paragraphs[0].add_run(words) if number == 0 else cell.add_paragraph(words)
    headings = {it.text: it for it in document.paragraphs if it.style is not None and it.style.name == "Heading 1"}
    after = dict(zip(headings, [*list(headings)[1:], None], strict=True))
    for name, heading in SECTIONS.items():
        following = headings[after[heading] or ""]
        for line in values[name].split("\n"):
            if line:
                style = {"1.": "List Number", "2.": "List Number", "- ": "List Bullet", "##": "Heading 2"}.get(line[:2], "Normal")
                words = line if style == "Normal" else line.partition(" ")[2]
                following.insert_paragraph_before(words, document.styles[style])
    for group in GROUPS:
        head = label(f"{group}.{GROUPS[group].parts[0].name}")
        table = next(it for it in document.tables if it.rows[0].cells[0].text == head and len(it.columns) == len(GROUPS[group].parts))
        for number, row in enumerate(values[group], 1):
            for cell, part in zip(table.rows[number].cells, GROUPS[group].parts, strict=True):
                cell.text = row[part.name]
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _name(vocabulary: Vocabulary, name: str, value: str) -> str:
    """A slug or a choice in a person's words."""
    if name in ("themes", "barriers"):
        return (vocabulary.themes if name == "themes" else vocabulary.barriers)[value].name
    return CHOICES.get(name, {}).get(value, value)


def test_an_empty_one_says_nothing_and_leaves_nothing_over(vocabulary: Vocabulary) -> None:
    reading = read_word(template(vocabulary), vocabulary)
    assert {name: it for name, it in reading.values.items() if it} == {"language": "en"}
    assert (reading.unplaced, reading.pictures, reading.left_out) == ((), (), ())


def test_what_is_written_into_it_comes_back_exactly_and_whole(vocabulary: Vocabulary) -> None:
    reading = read_word(filled(WHOLE, vocabulary), vocabulary)
    assert reading.values == WHOLE
    assert reading.unplaced == ()


def test_it_asks_for_every_field_of_the_form_and_no_other(vocabulary: Vocabulary) -> None:
    document = docx.Document(io.BytesIO(template(vocabulary)))
    asked = [row.cells[0].paragraphs[0].text for row in tables(document)["What we ask"].rows][1:]
    assert asked == [label(name) for name in SINGLE]
    headings = {it.text for it in document.paragraphs if it.style is not None and it.style.name == "Heading 1"}
    assert set(SECTIONS.values()) <= headings
    columns = {cell.text for table in document.tables for cell in table.rows[0].cells}
    assert {label(f"{group}.{part.name}") for group, field in GROUPS.items() for part in field.parts} <= columns
    assert {name for step in STEPS for name in step.fields} == {*SINGLE, *SECTIONS, *GROUPS}


def test_it_says_which_themes_there_are(vocabulary: Vocabulary) -> None:
    document = docx.Document(io.BytesIO(template(vocabulary)))
    themes = next(row for row in tables(document)["What we ask"].rows if row.cells[0].text.startswith(WORDS["themes"].short))
    assert all(theme.name in themes.cells[0].text for theme in vocabulary.themes.values())


def test_rows_are_headed_for_those_who_listen_and_the_file_says_its_title_and_language(vocabulary: Vocabulary) -> None:
    document = docx.Document(io.BytesIO(template(vocabulary)))
    assert all(table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in document.tables)
    assert document.core_properties.title == "Your project, for other councils to copy"
    assert document.styles["Normal"].element.xpath("w:rPr/w:lang/@w:val") == ["en-GB"]
