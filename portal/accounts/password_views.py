"""Pages to change one's password, and to choose a new one with a link when it is forgotten."""

from __future__ import annotations

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import letters, links, passwords, signing, store
from portal.accounts.blueprint import AGAIN, LINKS, ONE_MAILBOX, blueprint
from portal.accounts.forms import AskResetForm, ChangePasswordForm, NewPasswordForm, fault, faults
from portal.accounts.models import Account
from portal.extensions import db

NOT_YOURS = "That is not your password. Try again."


@blueprint.get("/account/password")
def password() -> str:
    """The form to change one's password."""
    return render_template("accounts/password.html", account=signing.required(), form=ChangePasswordForm())


@blueprint.post("/account/password")
@AGAIN
def change_password() -> Response | tuple[str, int]:
    """Change it, end every other session, and begin a new one here."""
    account, form = signing.required(), ChangePasswordForm(request.form)
    signing.allow(account.password is not None)
    if not passwords.is_password(account.password, form.current.data or ""):
        fault(form.current, NOT_YOURS)
    elif wrong := passwords.fault_in(form.password.data or "", account.name, account.email):
        fault(form.password, wrong)
    if told := faults(form):
        return render_template("accounts/password.html", account=account, form=form, errors=told), 422
    signing.begin(store.set_password(db.session(), account, account, form.password.data or ""))
    db.session.commit()
    letters.send_changed(account)
    return redirect(url_for("accounts.account"), 303)


@blueprint.get("/forgotten")
def forgotten() -> str:
    """The form to ask for a link, or whom to ask where the site cannot write."""
    return render_template("accounts/forgotten.html", form=AskResetForm(), can_mail=links.may_be_mailed())


@blueprint.post("/forgotten")
@LINKS
@ONE_MAILBOX
def ask_reset() -> str | tuple[str, int]:
    """Send the link. The same is said, as quickly, whether or not there is such an account."""
    form = AskResetForm(request.form)
    if not links.may_be_mailed() or not form.validate():
        return render_template("accounts/forgotten.html", form=form, can_mail=links.may_be_mailed(), errors=faults(form)), 422
    letters.send_reset(store.account_of(db.session(), form.email.data or ""))
    return render_template("accounts/asked.html", email=form.email.data)


@blueprint.get("/reset")
def reset() -> str:
    """The form to choose a new password. Opening it changes nothing: programs that look through mail open every link."""
    return _reset_page(_to_reset(), NewPasswordForm())


def _reset_page(account: Account, form: NewPasswordForm) -> str:
    told = {"key": request.args["key"], "email": account.email, "errors": faults(form)}
    return render_template("accounts/reset.html", form=form, **told)


@blueprint.post("/reset")
@LINKS
def reset_now() -> Response | tuple[str, int]:
    """Keep the new password and end every session. They sign in with it, and with a code if their account asks for one."""
    account, form = _to_reset(), NewPasswordForm(request.form)
    if wrong := passwords.fault_in(form.password.data or "", account.name, account.email):
        fault(form.password, wrong)
        return _reset_page(account, form), 422
    if not store.use_link(db.session(), account):
        return render_template("accounts/gone.html"), 404
    signing.end()
    store.set_password(db.session(), account, account, form.password.data or "")
    db.session.commit()
    letters.send_changed(account)
    return redirect(url_for("accounts.sign_in", changed=1), 303)


def _to_reset() -> Account:
    found = links.to_reset(db.session(), request.args.get("key", ""))
    return found or abort(make_response(render_template("accounts/gone.html"), 404))
