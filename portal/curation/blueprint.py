"""The pages under /curate: how a collection is opened as whoever asks, and that nothing keeps these pages."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, abort

from portal.accounts import permissions, signing
from portal.accounts import store as accounts_store
from portal.accounts.models import Account, RegionalBody
from portal.accounts.permissions import Held
from portal.curation import store
from portal.curation.models import Collection
from portal.extensions import db, limiter

blueprint = Blueprint("curation", __name__, url_prefix="/curate")

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
    signing.allow(may(account, found))
    return found


def opened_body(slug: str, may: Callable[[Account | None, RegionalBody], bool]) -> RegionalBody:
    """The regional body of a slug, for somebody who may do this with it. To others its pages are not there."""
    account = signing.required()
    found = accounts_store.body_named(db.session(), slug) or abort(404)
    signing.allow(permissions.may_see_body(account, found), hidden=True)
    signing.allow(may(account, found))
    return found
