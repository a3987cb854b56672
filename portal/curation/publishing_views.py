"""What becomes of a collection: published, put away, brought back."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import permissions, signing
from portal.curation import remarks, saving, shown, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.curation.differing import differences
from portal.curation.forms import PublishForm, faults
from portal.curation.models import Collection, State
from portal.curation.public import page_of
from portal.current_index import current_index
from portal.extensions import db


@blueprint.get("/collections/<slug>/preview")
def preview(slug: str) -> str:
    """The newest version, as readers would see it."""
    found = opened(slug, permissions.may_work_on)
    return render_template("curation/preview.html", **page_of(found, store.newest(db.session(), found)))


@blueprint.get("/collections/<slug>/publish")
def ask_publish(slug: str) -> str:
    """What readers will be told, and what they will not see."""
    return _publish_page(opened(slug, permissions.may_publish), PublishForm())


@blueprint.post("/collections/<slug>/publish")
@CHANGING
def publish(slug: str) -> Response | tuple[str, int]:
    """Let readers see the newest version."""
    found, form = opened(slug, permissions.may_publish), PublishForm(request.form)
    if not form.validate():
        return _publish_page(found, form, faults(form)), 422
    try:
        store.publish(db.session(), signing.required(), found, saving.seen_version(), form.note.data or "")
    except store.Stale:
        return saving.conflict(found, "Published it")
    db.session.commit()
    return redirect(url_for("collections.collection", slug=found.slug), 303)


@blueprint.post("/collections/<slug>/review")
@CHANGING
def ask_review(slug: str) -> Response:
    """Ask the reviewers to read it."""
    return _to_state(opened(slug, permissions.may_publish), "in review", "Asked for a review")


@blueprint.post("/collections/<slug>/review/end")
@CHANGING
def end_review(slug: str) -> Response:
    """Go on working on it without a review."""
    found = opened(slug, permissions.may_publish)
    return _to_state(found, "published" if found.published_version else "draft", "Ended the review")


@blueprint.post("/collections/<slug>/archive")
@CHANGING
def archive(slug: str) -> Response:
    """Put it away: readers no longer see it. Nothing is lost."""
    return _to_state(opened(slug, permissions.may_archive), "archived", "Put it away")


@blueprint.post("/collections/<slug>/bring-back")
@CHANGING
def bring_back(slug: str) -> Response:
    """Bring it back as a draft, or as published where it was."""
    found = opened(slug, permissions.may_archive)
    return _to_state(found, "published" if found.published_version else "draft", "Brought it back")


def _to_state(collection: Collection, state: State, what: str) -> Response:
    try:
        store.set_state(db.session(), signing.required(), collection, saving.seen_version(), state)
    except store.Stale:
        return saving.conflict(collection, what)
    db.session.commit()
    return redirect(url_for("curation.workbench", slug=collection.slug), 303)


def _publish_page(collection: Collection, form: PublishForm, errors: list[dict[str, str]] | None = None) -> str:
    session, index = db.session(), current_index()
    held, said = store.newest(session, collection).contents, remarks.all_of(session, collection)
    before = store.version(session, collection, collection.published_version) if collection.published_version else None
    return render_template(
        "curation/publish.html",
        collection=collection,
        version=saving.seen_version() or collection.version,
        contents=held,
        added=after.number if (after := shown.tail(held, index)) else 0,
        missing=[it for section in shown.for_curators(held, index) for it in section.items if it.trouble],
        changed=differences(before.contents, held, shown.named(index)) if before else (),
        approvals=remarks.approvals(said, collection.version),
        open_remarks=remarks.open_ones(said),
        form=form,
        errors=errors,
    )
