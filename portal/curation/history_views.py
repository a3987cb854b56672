"""What was done to a collection: every version as readers would have seen it, what changed in it, and the way back to it."""

from __future__ import annotations

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from portal.accounts import audit, permissions, signing
from portal.curation import saving, shown, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.curation.differing import differences
from portal.curation.models import Collection, CollectionVersion
from portal.curation.public import page_of
from portal.current_index import current_index
from portal.extensions import db

#: So many versions are on one page.
AT_A_TIME = 50


@blueprint.get("/collections/<slug>/history")
def history(slug: str) -> str:
    """Every version, newest first, and what else was done."""
    found, session = opened(slug, permissions.may_work_on), db.session()
    before = request.args.get("before", found.version + 1, int)
    versions = store.versions_before(session, found, min(max(before, 2), found.version + 1), AT_A_TIME)
    title = store.newest(session, found).contents.title
    log = audit.entries_about(session, found.about)
    may_edit = permissions.may_edit(signing.required(), found)
    return render_template("curation/history.html", collection=found, title=title, versions=versions, log=log, may_edit=may_edit)


@blueprint.get("/collections/<slug>/versions/<int:number>")
def old_version(slug: str, number: int) -> str:
    """One version, as readers would see it today."""
    found = opened(slug, permissions.may_work_on)
    may_edit = permissions.may_edit(signing.required(), found)
    return render_template("curation/preview.html", **page_of(found, _version(found, number)), may_edit=may_edit)


@blueprint.get("/collections/<slug>/versions/<int:number>/changes")
def changes(slug: str, number: int) -> str:
    """What changed in a version, in words: against the one before, or another (`?since=3`)."""
    found = opened(slug, permissions.may_work_on)
    it, since = _version(found, number), request.args.get("since", number - 1, int)
    before = _version(found, since) if since else None
    changed = differences(before.contents, it.contents, shown.named(current_index())) if before else ()
    may_edit = permissions.may_edit(signing.required(), found)
    return render_template("curation/changes.html", collection=found, version=it, before=before, changed=changed, may_edit=may_edit)


@blueprint.post("/collections/<slug>/versions/<int:number>/bring-back")
@CHANGING
def bring_back_version(slug: str, number: int) -> Response:
    """Make an old version the newest again. Those between stay in the history."""
    found = opened(slug, permissions.may_edit)
    old = _version(found, number).contents
    return saving.changed(found, lambda _: old, f"Brought back version {number}")


def _version(found: Collection, number: int) -> CollectionVersion:
    in_range = 0 < number <= found.version
    return (store.version(db.session(), found, number) if in_range else None) or abort(404)
