"""The pages under /curate: how a collection is opened as whoever asks, and that nothing keeps these pages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort, make_response, render_template, request

from portal.accounts import permissions, signing
from portal.accounts.models import Account
from portal.accounts.permissions import Held
from portal.curation import store
from portal.curation.contents import LONGEST_TEXT
from portal.curation.models import Collection
from portal.extensions import db, limiter
from portal.typed import clean

blueprint = Blueprint("curation", __name__, url_prefix="/curate")

#: The fields in which somebody writes words of their own, on any of these pages.
_WRITTEN = {
    "title": "Title",
    "introduction": "Introduction",
    "text": "The longer text",
    "phrases": "Searches it answers",
    "comment": "Comment",
    "note": "What is new",
    "words": "Remark",
    "search": "Search",
}

#: How much one address may change.
CHANGING = limiter.shared_limit("1200 per hour", scope="curate", methods=["POST"])


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    """No browser should show these pages again after signing out."""
    response.headers["Cache-Control"] = "no-store"
    return response


def opened(slug: str, may: Callable[[Account | None, Held], bool]) -> Collection:
    """The collection of a slug, for somebody who may do this with it. To others who do not work on it, it is not there."""
    account = signing.required()
    found = store.collection_named(db.session(), slug) or abort(404)
    signing.allow(permissions.may_work_on(account, found), hidden=True)
    if found.is_archived and request.method == "POST" and permissions.may_archive(account, found) and not may(account, found):
        abort(_put_away(found))
    signing.allow(may(account, found))
    return found


def sent_but(*names: str) -> list[tuple[str, str]]:
    """What a form sent, to be sent again, without these fields and those that every form has."""
    known = {"csrf_token", "version", *names}
    return [(name, value) for name, values in request.form.lists() if name not in known for value in values]


def words_typed() -> list[tuple[str, str]]:
    """What somebody wrote in a form, with the name of each field, to be shown to them wherever it could not be kept."""
    return [(label, text) for name, label in _WRITTEN.items() if (text := clean(request.form.get(name, ""))[:LONGEST_TEXT])]


def _put_away(collection: Collection) -> Response:
    why = "This collection was put away. Bring it back before you change it."
    page = render_template("curation/cannot.html", collection=collection, why=why, words=words_typed())
    return make_response(page, 403)
