"""The log of a regional body, for its members: all that was ever done, a page at a time."""

from __future__ import annotations

from flask import render_template, request

from portal.accounts import audit, permissions, signing
from portal.curation.blueprint import blueprint
from portal.database import LARGEST_NUMBER
from portal.extensions import db

#: Entries on one page.
ON_A_PAGE = 100


@blueprint.get("/bodies/<slug>/log")
def log(slug: str) -> str:
    """What was done, by whom and when, newest first; `before` is the number of the entry that the page before ended with."""
    found = signing.opened_body(slug, permissions.may_see_body)
    entries = audit.entries_of_body(db.session(), found.id, ON_A_PAGE + 1, _before())
    older = entries[ON_A_PAGE - 1].id if len(entries) > ON_A_PAGE else None
    return render_template("curation/log.html", body=found, log=entries[:ON_A_PAGE], older=older, first=_before() is None)


def _before() -> int | None:
    number = request.args.get("before", "")
    return min(int(number), LARGEST_NUMBER) if number.isascii() and number.isdigit() and len(number) < 12 else None
