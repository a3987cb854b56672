"""The pages about accounts: that nothing keeps them, and how often they may be tried."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, request, session

from portal.accounts import store
from portal.extensions import limiter

blueprint = Blueprint("accounts", __name__)


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    """No browser should show these pages again after signing out, and no other site should be told of a link with a secret in it."""
    response.headers["Cache-Control"] = "no-store"
    if "key" in request.args:
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _mailbox() -> str:
    """Counts attempts on one account, whether there is one or not. Kept as a digest."""
    return hashlib.sha256(store.normal(request.form.get("email", "")[:300]).encode()).hexdigest()[:32]


def _whoever() -> str:
    """Counts attempts by somebody who is signed in, or half-way to it."""
    return str(session.get("half", {}).get("account") or session.get("account") or "nobody")


def _was_refused(response: Response) -> bool:
    """Only what was wrong counts: a council's whole staff may sign in from one address, and one person as often as they like."""
    return response.status_code == 422


ONE_ADDRESS = limiter.shared_limit("60 per hour", scope="sign in", methods=["POST"], deduct_when=_was_refused)
ONE_ACCOUNT = limiter.shared_limit("10 per 15 minutes", scope="sign in to", key_func=_mailbox, methods=["POST"], deduct_when=_was_refused)

#: A code has six figures. At this rate the chance to guess one is one in twenty thousand a day, for somebody who has the password.
CODES = limiter.shared_limit("5 per 10 minutes; 20 per day", scope="code", key_func=_whoever, methods=["POST"])

#: One's own password, asked for again before something that matters.
AGAIN = limiter.shared_limit("20 per hour", scope="password again", key_func=_whoever, methods=["POST"])

#: Mails to one mailbox, so that nobody can have the site write to somebody again and again.
ONE_MAILBOX = limiter.shared_limit("5 per day", scope="reset mail", key_func=_mailbox, methods=["POST"])
LINKS = limiter.shared_limit("30 per hour", scope="account links", methods=["POST"])
COUNCIL = limiter.shared_limit("120 per hour", scope="council sign in")
PEOPLE = limiter.shared_limit("120 per hour", scope="people", methods=["POST"])
