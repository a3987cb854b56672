"""The pages under /contribute: how they are kept from being kept, and how a secret link opens a draft."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, render_template, request, url_for
from itsdangerous import BadData, Signer, URLSafeTimedSerializer

from portal.contribute import store
from portal.contribute.models import Contribution, Draft
from portal.contribute.report import Report, report
from portal.current_index import current_index
from portal.extensions import db
from portal.templating import site_url

blueprint = Blueprint("contribute", __name__, url_prefix="/contribute")

#: Largest request that brings a Word file, in bytes: room to say what is wrong with one that is somewhat too large.
MOST_SENT = 12_000_000

#: How long the link in a mail is good for, in seconds.
A_WEEK = 7 * 24 * 60 * 60


@blueprint.url_value_preprocessor
def _room_for_a_file(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """A Word file with pictures is larger than anything else that people send. Said this early, before the form's token is looked for."""
    if endpoint == "contribute.read_upload":
        request.max_content_length = MOST_SENT


@blueprint.after_request
def _keep_secret(response: Response) -> Response:
    """The link to a draft must not be told to other sites, kept by the browser or by anything on the way, or found by search engines.

    The key stands after the `?`, which no log of ours holds.
    """
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    if "key" in request.args:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def key_of(draft: Draft) -> str:
    """The secret in the link to a draft: its name, signed."""
    return _drafts().sign(draft.name).decode()


def link_to(draft: Draft) -> str:
    """The whole link, for its author to keep."""
    return site_url(url_for("contribute.draft", key=key_of(draft)))


def opened() -> Draft:
    """The draft that the request's key opens. Without one, the reader is told what may have happened."""
    try:
        found = store.draft_named(db.session(), _drafts().unsign(request.args.get("key", "")[:200]).decode())
    except (BadData, UnicodeError):
        found = None
    return found or abort(make_response(render_template("contribute/gone.html"), 404))


def confirmation_key(contribution: Contribution) -> str:
    """The secret in the link that confirms an address: of which draft, sent when. Known before anything is kept."""
    return str(_confirmations().dumps([contribution.draft_id, contribution.sent.isoformat()]))


def to_confirm() -> Contribution:
    """The contribution that the request's key confirms."""
    try:
        number, sent = _confirmations().loads(request.args.get("key", "")[:300], max_age=A_WEEK)
    except (BadData, ValueError, TypeError):
        number, sent = 0, ""
    found = store.contribution_of(db.session(), number) if isinstance(number, int) else None
    if found is None or found.sent.isoformat() != sent:
        abort(make_response(render_template("contribute/gone.html"), 404))
    return found


def _drafts() -> Signer:
    return Signer(current_app.secret_key or "", salt="draft")


def _confirmations() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="confirm contribution")


def today() -> date:
    """The day a file is dated with."""
    return datetime.now(UTC).date()


def report_on(draft: Draft) -> Report:
    """What the rule book says of a draft now."""
    lists = current_index().vocabulary
    return report(draft.values, lists, is_taken, today())


def is_taken(slug: str) -> bool:
    """Whether a case study has this name, or had it."""
    index = current_index()
    return index.get(slug) is not None or slug in index.vocabulary.withdrawn
