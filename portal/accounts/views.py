"""Pages to sign in and out, and one's own account."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts import signing, store
from portal.accounts.forms import SignInForm
from portal.extensions import db, limiter

blueprint = Blueprint("accounts", __name__)

WRONG = "The email address or the password is not right. Check both and try again."


def _mailbox() -> str:
    """Counts attempts on one account, whether there is one or not. Kept as a digest."""
    return hashlib.sha256(store.normal(request.form.get("email", "")[:300]).encode()).hexdigest()[:32]


ONE_ADDRESS = limiter.shared_limit("60 per hour", scope="sign in", methods=["POST"])
ONE_ACCOUNT = limiter.shared_limit("10 per 15 minutes", scope="sign in to", key_func=_mailbox, methods=["POST"])


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    """No browser should show these pages again after signing out."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/sign-in")
def sign_in() -> str | AnyResponse:
    """The form to sign in, or on to where they were going."""
    onward = signing.local(request.args.get("next"))
    if signing.current_account():
        return redirect(onward or url_for("accounts.account"), 303)
    return render_template("accounts/sign_in.html", form=SignInForm(), onward=onward)


@blueprint.post("/sign-in")
@ONE_ADDRESS
@ONE_ACCOUNT
def sign_in_now() -> AnyResponse | tuple[str, int]:
    """Sign in. What is wrong is never said more exactly than that."""
    form, onward = SignInForm(request.form), signing.local(request.args.get("next"))
    found = store.check_password(db.session(), form.email.data or "", form.password.data or "")
    if found is None:
        form.password.data = ""
        return render_template("accounts/sign_in.html", form=form, onward=onward, wrong=WRONG), 422
    signing.begin(store.begin_session(db.session(), found, "a password"))
    db.session.commit()
    return redirect(onward or url_for("accounts.account"), 303)


@blueprint.get("/account")
def account() -> str:
    """Who one is here, where one belongs, and the way out."""
    return render_template("accounts/account.html", account=signing.required())


@blueprint.post("/sign-out")
def sign_out() -> AnyResponse:
    """Sign out, here and in every other browser: a copy of the cookie is worth nothing afterwards."""
    found = signing.current_account()
    signing.end()
    if found:
        store.end_sessions(found)
        db.session.commit()
    return redirect(url_for("home.home"), 303)
