"""Word files made for a test: plain ones with python-docx, and odd ones by changing what is inside."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import docx
from docx.document import Document

#: The smallest picture there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000b494441"
    "54789c6360000200000500017a5eab3f0000000049454e44ae426082"
)


def saved(write: Callable[[Document], object]) -> bytes:
    """A Word file with what `write` puts into it."""
    document = docx.Document()
    write(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def changed(content: bytes, parts: Mapping[str, bytes | None], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The file with some of its parts others than they were, or gone, or more."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(buffer, "w", compression) as after:
        for name in before.namelist():
            if name not in parts:
                after.writestr(name, before.read(name))
        for name, part in parts.items():
            if part is not None:
                after.writestr(name, part)
    return buffer.getvalue()


def part(content: bytes, name: str = "word/document.xml") -> bytes:
    """One part of a file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def with_body(xml: str) -> bytes:
    """A Word file whose body begins with this XML."""
    plain = saved(lambda document: document.add_paragraph("The end."))
    return changed(plain, {"word/document.xml": part(plain).replace(b"<w:body>", b"<w:body>" + xml.encode(), 1)})
