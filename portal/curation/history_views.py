"""What was done to a collection: every version, and the log."""

from __future__ import annotations

from flask import render_template

from portal.accounts import audit, permissions
from portal.curation import store
from portal.curation.blueprint import blueprint, opened
from portal.extensions import db


@blueprint.get("/collections/<slug>/history")
def history(slug: str) -> str:
    """Who did what, and when, newest first."""
    found = opened(slug, permissions.may_work_on)
    title = store.newest(db.session(), found).contents.title
    return render_template("curation/history.html", collection=found, title=title, log=audit.entries_about(db.session(), found.about))
