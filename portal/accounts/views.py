"""Pages to sign in and out, and one's own account."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts import audit, entering, oidc, sealing, signing, store
from portal.accounts.blueprint import CODES, ONE_ACCOUNT, ONE_ADDRESS, blueprint
from portal.accounts.forms import CodeForm, SignInForm, fault
from portal.extensions import db

WRONG = "The email address or the password is not right. Check both and try again."
WRONG_CODE = "That code is not right, or was used before. Wait for the next one and try again."


@blueprint.get("/sign-in")
def sign_in() -> str | AnyResponse:
    """The form to sign in, or on to where they were going."""
    onward = signing.local(request.args.get("next"))
    if signing.current_account():
        return redirect(onward or url_for("accounts.account"), 303)
    return _sign_in_page(SignInForm(), onward)


def _sign_in_page(form: SignInForm, onward: str | None, wrong: str = "") -> str:
    named = current_app.config["OIDC_NAME"] if oidc.is_set(current_app) else None
    return render_template("accounts/sign_in.html", form=form, onward=onward, wrong=wrong, council=named)


@blueprint.post("/sign-in")
@ONE_ADDRESS
@ONE_ACCOUNT
def sign_in_now() -> AnyResponse | tuple[str, int]:
    """Sign in. What is wrong is never said more exactly than that."""
    form, onward = SignInForm(request.form), signing.local(request.args.get("next"))
    found = store.check_password(db.session(), form.email.data or "", form.password.data or "")
    if found is None:
        form.password.data = ""
        return _sign_in_page(form, onward, WRONG), 422
    return entering.enter(found, "a password", onward)


@blueprint.get("/sign-in/code")
def code() -> str | AnyResponse:
    """The form for a code, once a password was right."""
    if signing.half_account() is None:
        return redirect(url_for("accounts.sign_in"), 303)
    return render_template("accounts/code.html", form=CodeForm())


@blueprint.post("/sign-in/code")
@ONE_ADDRESS
@CODES
def code_now() -> AnyResponse | tuple[str, int]:
    """Sign in with a code. Each works once."""
    found, form = signing.half_account(), CodeForm(request.form)
    if found is None:
        return redirect(url_for("accounts.sign_in"), 303)
    answer = entering.enter_with_code(found, (form.code.data or "")[:60], tuple(sealing.keys(current_app.config)))
    if answer is None:
        form.code.data = ""
        fault(form.code, WRONG_CODE)
        return render_template("accounts/code.html", form=form, wrong=WRONG_CODE), 422
    return answer


@blueprint.get("/account")
def account() -> str:
    """Who one is here, where one belongs, how one signs in, and the way out."""
    found = signing.required()
    log = audit.entries_about(db.session(), f"account {found.id}", 20)
    named = current_app.config["OIDC_NAME"] if oidc.is_set(current_app) else None
    return render_template("accounts/account.html", account=found, log=log, council=named)


@blueprint.post("/sign-out")
def sign_out() -> AnyResponse:
    """Sign out, here and in every other browser: a copy of the cookie is worth nothing afterwards."""
    found = signing.current_account()
    signing.end()
    if found:
        store.end_sessions(found)
        db.session.commit()
    return redirect(url_for("home.home"), 303)
