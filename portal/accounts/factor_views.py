"""Pages to begin and end a second factor, and to make spare codes."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import codes, factors, passwords, sealing, signing
from portal.accounts.blueprint import AGAIN, CODES, blueprint
from portal.accounts.forms import AgainForm, CodeForm, SetUpForm, fault, faults
from portal.accounts.models import Account
from portal.accounts.password_views import NOT_YOURS
from portal.accounts.views import WRONG_CODE
from portal.extensions import db


@blueprint.get("/account/second-factor")
def second_factor() -> str:
    """The secret to give to a phone, or what can be done where that was done."""
    account = signing.required()
    if account.second_factor is not None or account.password is None:
        return render_template("accounts/second_factor.html", account=account)
    return _set_up_page(account, SetUpForm())


def _set_up_page(account: Account, form: SetUpForm) -> str:
    """The same secret while the form is being filled in. It stays in the browser's cookie, sealed."""
    secret = _secret_of(account) or codes.new_secret()
    session["secret"] = sealing.seal(_keys(), account.id, secret).decode()
    picture = codes.picture(secret, account.email)
    shown = {"picture": picture, "secret": codes.spaced(secret), "account": account}
    return render_template("accounts/set_up.html", form=form, errors=faults(form), **shown)


@blueprint.post("/account/second-factor")
@CODES
def begin_second_factor() -> str | Response | tuple[str, int]:
    """Begin to ask for codes, once one shows that the phone has the secret. The spare codes are shown this once."""
    account, form = signing.required(), SetUpForm(request.form)
    signing.allow(account.password is not None and account.second_factor is None)
    secret = _secret_of(account)
    if not secret:
        return redirect(url_for("accounts.second_factor"), 303)
    step = codes.step_of(secret, (form.code.data or "")[:60], None)
    if step is None or not _is_own(account, form):
        if step is None:
            fault(form.code, WRONG_CODE)
        return _set_up_page(account, form), 422
    spares = factors.begin(db.session(), account, _keys(), secret, step)
    return _spares_page(account, spares)


@blueprint.get("/account/second-factor/spare-codes")
def spare_codes() -> str:
    """The form to make new spare codes."""
    account = signing.required()
    signing.allow(_has_factor(account))
    return _again(account, AgainForm())


def _again(account: Account, form: AgainForm) -> str:
    return render_template("accounts/again.html", form=form, what="spare codes", account=account, errors=faults(form))


@blueprint.post("/account/second-factor/spare-codes")
@AGAIN
def renew_spare_codes() -> str | tuple[str, int]:
    """New spare codes, shown this once; the old ones work no more."""
    account, form = signing.required(), AgainForm(request.form)
    signing.allow(_has_factor(account))
    if not _is_own(account, form):
        return _again(account, form), 422
    return _spares_page(account, factors.renew_spares(db.session(), account))


@blueprint.get("/account/second-factor/end")
def ask_end_second_factor() -> str:
    """The form to ask for no code any more."""
    signing.allow(_has_factor(signing.required()))
    return render_template("accounts/end_factor.html", form=CodeForm())


@blueprint.post("/account/second-factor/end")
@CODES
def end_second_factor() -> Response | tuple[str, int]:
    """Ask for no code any more. It takes a code, so that nobody does it at a browser that was left open."""
    account, form = signing.required(), CodeForm(request.form)
    signing.allow(_has_factor(account))
    if not factors.use(db.session(), account, _keys(), (form.code.data or "")[:60]):
        fault(form.code, WRONG_CODE)
        return render_template("accounts/end_factor.html", form=form, errors=faults(form)), 422
    signing.begin(factors.end(db.session(), account, account))
    db.session.commit()
    return redirect(url_for("accounts.second_factor"), 303)


def _secret_of(account: Account) -> str | None:
    """The secret that their phone is being given."""
    kept = session.get("secret")
    try:
        return sealing.unseal(_keys(), account.id, kept.encode()) if kept else None
    except sealing.NotOpened:
        return None


def _spares_page(account: Account, spares: tuple[str, ...]) -> str:
    signing.begin(account)
    db.session.commit()
    return render_template("accounts/spare_codes.html", spares=spares)


def _is_own(account: Account, form: SetUpForm | AgainForm) -> bool:
    right = passwords.is_password(account.password, form.current.data or "")
    if not right:
        fault(form.current, NOT_YOURS)
    return right


def _has_factor(account: Account) -> bool:
    return account.second_factor is not None


def _keys() -> tuple[str, ...]:
    return tuple(sealing.keys(current_app.config))


@blueprint.errorhandler(sealing.NotOpened)
def _not_opened(error: sealing.NotOpened) -> tuple[str, int]:
    """Nothing that somebody typed is wrong. Whoever runs the site reads what is."""
    current_app.logger.error("%s", error)
    db.session.rollback()
    return render_template("accounts/not_opened.html"), 503
