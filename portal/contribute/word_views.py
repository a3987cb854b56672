"""Pages to begin from a Word file: the file to fill in, the upload, and what was read of it."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator, Mapping

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.contribute import store
from portal.contribute.blueprint import blueprint, key_of, opened
from portal.contribute.models import Draft, KeptPicture, WordFile
from portal.contribute.steps import CHOICES, STEPS, Step
from portal.contribute.word import LARGEST_FILE, NAME, NotRead, Reading, label, lists, read_word, template
from portal.current_index import current_index
from portal.extensions import db, limiter
from portal.typed import visible

#: As many drafts as by the other way, counted together; a file that could not be read is none.
BEGINNING = limiter.shared_limit(
    "20 per day", scope="begin a draft", methods=["POST"], deduct_when=lambda response: bool(response.status_code == 303)
)
UPLOADING = limiter.shared_limit("40 per hour", scope="upload a Word file", methods=["POST"])

#: One file at a time in each process: reading one may take some seconds and a hundred megabytes.
_turn = threading.Lock()
_PATIENCE = 20

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}


@blueprint.get("/word")
def word() -> str:
    """A Word file to fill in, and a way to upload one."""
    return render_template("contribute/word.html")


@blueprint.get("/word/template")
def word_template() -> Response:
    """The file to fill in."""
    return _download(template(current_index().vocabulary), WORD, NAME)


@blueprint.post("/word")
@UPLOADING
@BEGINNING
def read_upload() -> AnyResponse | tuple[str, int]:
    """Begin a draft with what a Word file says."""
    try:
        reading = _read()
        draft = store.new_draft(db.session(), dict(reading.values), current_app.config["MOST_DRAFTS"])
    except NotRead as error:
        return render_template("contribute/word.html", wrong=str(error)), 422
    except store.Full:
        return render_template("contribute/full.html"), 503
    left = WordFile(unplaced=[[visible(it.where), visible(it.words)] for it in reading.unplaced], left_out=list(reading.left_out))
    store.keep_word(db.session(), draft, left, _pictures(reading))
    db.session.commit()
    return redirect(url_for("contribute.word_read", key=key_of(draft)), 303)


def _read() -> Reading:
    upload = request.files.get("file")
    if not upload or not upload.filename:
        raise NotRead("No file was chosen.", "Choose a Word file first.")
    content = upload.read(LARGEST_FILE + 1)
    if not _turn.acquire(timeout=_PATIENCE):
        raise NotRead("Several people are uploading just now.", "Try again in a minute.")
    try:
        return read_word(content, current_index().vocabulary)
    finally:
        _turn.release()


def _pictures(reading: Reading) -> Iterator[KeptPicture]:
    for number, (where, it) in enumerate(reading.pictures, 1):
        yield KeptPicture(
            number=number,
            kind=it.kind,
            section=visible(where)[:300],
            description=visible(it.description),
            trouble=it.trouble,
            size=len(it.content),
            content=it.content,
        )


@blueprint.get("/draft/word")
def word_read() -> str:
    """What we read, and what we could not place."""
    found = opened()
    left = found.word or abort(404)
    return render_template("contribute/word_read.html", key=key_of(found), left=left, read=_said(found), title=found.values.get("title"))


def _said(draft: Draft) -> list[tuple[str, str, Step]]:
    """Each field that was filled: what it is called, what it says in a few words, and the page to change it on."""
    named = lists(current_index().vocabulary)
    names = {"themes": named["theme"], "barriers": named["barrier"], **CHOICES}
    said = ((name, draft.values.get(name), step) for step in STEPS for name in step.fields)
    # What the form says by itself was not read.
    return [(label(name), _short(it, names.get(name, {})), step) for name, it, step in said if it and (name, it) != ("language", "en")]


def _short(value: str | list[str] | list[dict[str, str]], names: Mapping[str, str]) -> str:
    if isinstance(value, str):
        count = len(value.split())
        return names.get(value, value) if count <= 30 else f"{count} words, beginning “{' '.join(value.split()[:12])} …”"
    if isinstance(value[0], dict):
        return "1 row" if len(value) == 1 else f"{len(value)} rows"
    return ", ".join(names.get(it, it) for it in map(str, value))


@blueprint.get("/draft/word/picture/<int:number>")
def word_picture(number: int) -> Response:
    """One picture, to keep."""
    found = next((it for it in _kept(opened()) if it.number == number), None) or abort(404)
    return _download(found.content, _TYPES[found.kind], found.name)


@blueprint.get("/draft/word/pictures")
def word_pictures() -> Response:
    """All pictures in one file, to keep."""
    pictures = _kept(opened()) or abort(404)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for it in pictures:
            archive.writestr(zipfile.ZipInfo(it.name), it.content)
    return _download(buffer.getvalue(), "application/zip", "pictures.zip")


def _kept(draft: Draft) -> list[KeptPicture]:
    return [it for it in draft.word.pictures if it.size] if draft.word else []


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
