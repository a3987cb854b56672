"""A collection as files: each says the same, with licence, attribution and date, and nothing in any of them runs."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from docx import Document

from portal import exports
from portal.casestudies import LICENCES
from portal.exports import Handout, HandoutItem, HandoutSection
from portal.markdown import render_text
from tests.portal.attacks import ATTACKS
from tests.portal.exports.test_spreadsheet import HIDDEN, RUN

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "collection-1.json").read_text("utf-8"))

ITEM = HandoutItem(
    number=1,
    slug="a-case",
    title="Anytown & others fix <roofs>",
    address="https://copybook.example/case-studies/a-case",
    comment="They asked **first**.\n\n1. One\n2. Two\n\nSee [this](https://e.example/x).",
    start_here=True,
    summary="Roofs were fixed.",
    councils=("Anytown", "Elsewhere"),
    status="Live",
    evidence="Measured",
    themes=("Housing",),
    years="from 2020",
    licence=LICENCES["CC-BY-4.0"],
    citation="Anytown, “Fixes roofs”, Copybook, https://copybook.example/case-studies/a-case",
)

HANDOUT = Handout(
    slug="roofs",
    title="Roofs that hold",
    introduction="For who has roofs.",
    text="Why.\n\n## How\n\n- by hand\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    address="https://copybook.example/collections/roofs",
    bodies=("Anytown Region",),
    published=date(2026, 11, 1),
    reviewed=date(2026, 11, 20),
    note="First.",
    taken=date(2026, 11, 22),
    sections=(
        HandoutSection("The case studies", (ITEM,)),
        HandoutSection("More", (replace(ITEM, number=2, slug="b", comment="1. Again", start_here=False),)),
    ),
)


def rows(handout: Handout) -> list[dict[str, str]]:
    text = "".join(exports.collection_rows(handout)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def evil(attack: str) -> Handout:
    """A collection in which every word is an attack."""
    item = replace(ITEM, title=attack, comment=attack, summary=attack, councils=(attack,), citation=attack)
    sections = (HandoutSection(attack or "x", (item,)),)
    return replace(HANDOUT, title=attack, introduction=attack, text=attack, bodies=(attack,), note=attack, sections=sections)


@pytest.mark.parametrize("kind", ["csv", "json", "md", "docx"])
def test_each_file_has_licence_attribution_and_date(kind: str) -> None:
    said = {
        "csv": lambda: str(rows(HANDOUT)),
        "json": lambda: exports.as_json(HANDOUT).decode(),
        "md": lambda: exports.markdown(HANDOUT).replace("\\", ""),
        "docx": lambda: "\n".join(it.text for it in Document(io.BytesIO(exports.word(HANDOUT))).paragraphs),
    }[kind]()
    assert "Open Government Licence v3.0" in said
    assert "https://copybook.example/collections/roofs" in said
    assert ITEM.citation in said
    assert ("2026-11-22" if kind in ("csv", "json") else "22 November 2026") in said


def test_json_has_the_shape_that_is_documented() -> None:
    held = json.loads(exports.as_json(HANDOUT))
    jsonschema.validate(held, SCHEMA)
    assert [item["number"] for section in held["sections"] for item in section["items"]] == [1, 2]


def test_markdown_reads_as_it_was_meant() -> None:
    html = render_text(exports.markdown(HANDOUT)).html
    assert "Anytown &amp; others fix &lt;roofs&gt;" in html
    assert "<strong>first</strong>" in html
    assert 'href="https://e.example/x"' in html
    assert "<table>" in html
    assert re.search(r"<blockquote>.*They asked", html, re.DOTALL)


# --- Word


def test_word_has_real_headings_lists_tables_and_links() -> None:
    document = Document(io.BytesIO(exports.word(HANDOUT)))
    styles = [(it.style.name, it.text) for it in document.paragraphs if it.style]
    assert ("Title", "Roofs that hold") in styles
    assert ("Heading 1", "The case studies") in styles
    assert ("Heading 2", "1. Anytown & others fix <roofs>") in styles
    assert ("Heading 2", "How") in styles
    assert ("List Bullet", "by hand") in styles
    assert [it.text for it in document.tables[0].rows[1].cells] == ["1", "2"]
    assert document.tables[-1].rows[0]._tr.xpath("./w:trPr/w:tblHeader"), "the head of the table is not its head"
    links = {it.address for paragraph in document.paragraphs for it in paragraph.hyperlinks}
    assert {"https://e.example/x", ITEM.address} <= links


def test_each_numbered_list_in_word_begins_at_one() -> None:
    document = Document(io.BytesIO(exports.word(HANDOUT)))
    found = [it._p.xpath("./w:pPr/w:numPr/w:numId/@w:val") for it in document.paragraphs if it.text in ("One", "Two", "Again")]
    lists = [each[0] for each in found if each]
    assert len(lists) == 3
    assert lists[0] == lists[1] != lists[2]


# --- nothing runs


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_becomes_more_than_words_in_word(attack: str) -> None:
    with zipfile.ZipFile(io.BytesIO(exports.word(evil(attack)))) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(packed.read(name))
        relations = ElementTree.fromstring(packed.read("word/_rels/document.xml.rels"))
        assert not [name for name in packed.namelist() if "vba" in name.lower() or "embeddings" in name]
    for each in relations:
        if each.get("TargetMode") == "External":
            assert re.match(r"(https?://|mailto:)", each.get("Target") or "", re.IGNORECASE), each.attrib


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_becomes_more_than_words_in_markdown(attack: str) -> None:
    """Whoever shows it next may let raw HTML through, and any link."""
    text = exports.markdown(evil(attack))
    outside_code = "\n".join(line for line in text.split("\n") if not re.match(r"(> )?    ", line))
    assert not re.search(r"(?<!\\)<(?!https?://|mailto:)", re.sub(r"`[^`]*`", "", outside_code), re.IGNORECASE), text
    assert not re.search(r"(?<!\\)\]\((?!<(https?://|mailto:))", outside_code, re.IGNORECASE), text
    assert not re.search(r"^\s*(?<!\\)\[[^\]]*(?<!\\)\]:", outside_code, re.MULTILINE), text


@pytest.mark.parametrize("attack", [*ATTACKS[:40], "\ud800", "a\x00b"])
def test_json_holds_any_text_and_keeps_its_shape(attack: str) -> None:
    jsonschema.validate(json.loads(exports.as_json(evil(attack))), SCHEMA)


@pytest.mark.parametrize("attack", RUN + HIDDEN)
def test_no_cell_runs(attack: str) -> None:
    for row in rows(evil(attack)):
        for cell in row.values():
            assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", cell)
