"""Check a file that somebody already has: the report, and how it would look. Nothing of it is kept."""

from __future__ import annotations

import re

from flask import render_template, request

from indexer import Vocabulary, anchor_for, check_case_study, sketch
from portal.contribute.blueprint import blueprint, is_taken, today
from portal.contribute.views import as_read
from portal.current_index import current_index
from portal.extensions import limiter
from portal.typed import visible

#: A file that the rule book finds too large is not read further than this.
MOST_READ = 300_000

CHECKING = limiter.shared_limit("120 per hour", scope="check", methods=["POST"])


@blueprint.get("/check")
def check() -> str:
    """A box to paste into, and a way to upload."""
    return render_template("contribute/check.html", text="", name="")


@blueprint.post("/check")
@CHECKING
def check_now() -> str:
    """What must be mended, or how it would look."""
    lists = current_index().vocabulary
    name, content = _given()
    if not content.strip():
        return render_template("contribute/check.html", text="", name="", wrong="Paste a case study, or choose a file.")
    path = file_path(name, content, lists)
    _, told = check_case_study(path, content, lists, today())
    if request.form.get("do") == "preview":
        faults = sum(it.severity == "fault" for it in told)
        return render_template("contribute/preview.html", key="", faults=faults, **as_read(sketch(path, content, lists, today())))
    text = visible(content.decode("utf-8", "replace").replace("\r\n", "\n"))
    return render_template(
        "contribute/check.html", text=text, name=path.rpartition("/")[2], path=path, told=told, taken=is_taken(slug_of(path))
    )


def _given() -> tuple[str, bytes]:
    """The file that was uploaded, or else what was pasted, and its name."""
    upload = request.files.get("file")
    if upload and upload.filename:
        return upload.filename, upload.read(MOST_READ)
    text = request.form.get("text", "").replace("\r\n", "\n")
    return request.form.get("name", ""), text.encode("utf-8", "replace")


def file_path(name: str, content: bytes, vocabulary: Vocabulary) -> str:
    """Where the file would be: in its lead's folder, under its own name or its title's. Only words, never a place on disk."""
    seen = sketch("nobody-yet/untitled.md", content, vocabulary)
    lead = next(iter((*seen.councils, *seen.partners)), "nobody-yet")
    stem = re.split(r"[/\\]", visible(name))[-1].removesuffix(".md")[:200] or anchor_for(seen.title)[:60].strip("-")
    return f"{lead if lead in vocabulary.councils or lead in vocabulary.partners else 'nobody-yet'}/{stem}.md"


def slug_of(path: str) -> str:
    """The name in its address."""
    return path.rpartition("/")[2].removesuffix(".md")
