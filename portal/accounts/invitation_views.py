"""The pages behind an invitation's link: join with the account one has, or with a new one."""

from __future__ import annotations

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import links, oidc, passwords, people, signing, store
from portal.accounts.blueprint import LINKS, blueprint
from portal.accounts.forms import JoinForm, fault, faults
from portal.accounts.models import Account, Invitation
from portal.database import committed
from portal.extensions import db


@blueprint.get("/invitation")
def invitation() -> str:
    """What one is asked to join. Opening it changes nothing."""
    return _page(_opened(), JoinForm())


def _page(found: Invitation, form: JoinForm) -> str:
    return render_template(
        "accounts/invitation.html",
        it=found,
        key=request.args["key"],
        account=signing.current_account(),
        has_account=store.account_of(db.session(), found.email) is not None,
        council=current_app.config["OIDC_NAME"] if oidc.is_set(current_app) else None,
        form=form,
        errors=faults(form),
    )


@blueprint.post("/invitation")
@LINKS
def accept() -> Response | str | tuple[str, int]:
    """Join, as who is signed in."""
    return _joined(signing.required(), _opened())


@blueprint.post("/invitation/new-account")
@LINKS
def accept_anew() -> Response | str | tuple[str, int]:
    """Join with a new account, of the address that was invited."""
    found, form = _opened(), JoinForm(request.form)
    named = form.validate()
    if wrong := passwords.fault_in(form.password.data or "", form.name.data or "", found.email):
        fault(form.password, wrong)
    if not named or wrong:
        return _page(found, form), 422
    try:
        made = committed(db.session(), lambda: _made(found, form))
    except store.Taken:
        return _page(found, form), 409
    except people.NotOpen:
        return _gone(), 409
    signing.begin(made)
    return redirect(url_for("accounts.members", slug=found.body.slug), 303)


def _made(found: Invitation, form: JoinForm) -> Account:
    made = store.add_account(db.session(), None, found.email, form.name.data or "", form.password.data or "")
    people.accept(db.session(), store.begin_session(db.session(), made, "an invitation"), found)
    return made


def _joined(account: Account, found: Invitation) -> Response | tuple[str, int]:
    try:
        body = people.accept(db.session(), account, found)
    except (people.NotOpen, people.AlreadyThere) as trouble:
        return _gone(there=isinstance(trouble, people.AlreadyThere)), 409
    db.session.commit()
    return redirect(url_for("accounts.members", slug=body.slug), 303)


def _gone(*, there: bool = False) -> str:
    db.session.rollback()
    return render_template("accounts/gone.html", there=there)


def _opened() -> Invitation:
    found = links.invited(db.session(), request.args.get("key", ""))
    return found or abort(make_response(render_template("accounts/gone.html"), 404))
