"""Pages to sign in through one's council, and to join one's account to that. Decision 7 says who is let in."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from portal.accounts import council, entering, links, oidc, passwords, people, permissions, signing, store
from portal.accounts.blueprint import AGAIN, COUNCIL, blueprint
from portal.accounts.council import Vouched
from portal.accounts.forms import AgainForm, fault, faults
from portal.accounts.models import Account, Invitation
from portal.accounts.password_views import NOT_YOURS
from portal.extensions import db

NO_ACCOUNT = "There is no account here for you yet. Ask an owner of your regional body to invite you."
HOW = "their council’s own sign-in"


@blueprint.get("/sign-in/council")
@COUNCIL
def council_sign_in() -> Response:
    """Lead to the council's own sign-in. What is done with the answer is kept here, and not in an address."""
    if not oidc.is_set(current_app):
        abort(404)
    joining = signing.joining() if signing.current_account() else None
    started = {
        "onward": signing.local(request.args.get("next")),
        "invitation": request.args.get("invitation", "")[:400],
        "joining": joining,
    }
    session["council"] = started
    return oidc.lead_there()


@blueprint.get("/sign-in/council/back")
@COUNCIL
def council_back() -> Response:
    """Whoever the council vouches for is signed in, joined, or told why not."""
    if not oidc.is_set(current_app):
        abort(404)
    who, started = oidc.who_came_back(), session.pop("council", {})
    try:
        if started.get("joining"):
            return _join(who, started["joining"])
        return _enter(who, started)
    except store.Taken as taken:
        raise oidc.NotVouched("This council sign-in belongs to another account here, or yours to another sign-in.") from taken


def _join(who: Vouched, number: int) -> Response:
    account = signing.required()
    signing.allow(account.id == number)
    council.join(db.session(), account, who)
    signing.begin(account)
    db.session.commit()
    return _to(url_for("accounts.account"))


def _enter(who: Vouched, started: dict[str, Any]) -> Response:
    found = council.known(db.session(), who) or council.of_same_address(db.session(), who)
    if found:
        if not permissions.may_sign_in(found):
            raise oidc.NotVouched(NO_ACCOUNT)
        return entering.enter(found, HOW, signing.local(started.get("onward")), who)
    invitation = links.invited(db.session(), started.get("invitation", "")) or people.open_invitation_of(db.session(), who.email)
    if invitation is None or store.account_of(db.session(), invitation.email):
        raise oidc.NotVouched(NO_ACCOUNT)
    made = _made(who, invitation)
    return entering.enter(made, HOW, url_for("accounts.invitation", key=links.invitation_key(invitation)), who)


def _made(who: Vouched, invitation: Invitation) -> Account:
    return store.add_account(db.session(), None, invitation.email, who.name or invitation.email.partition("@")[0], None)


@blueprint.get("/account/council")
def ask_join() -> str | Response:
    """The form to join one's account to the council's own sign-in."""
    account = signing.required()
    if not oidc.is_set(current_app):
        abort(404)
    return _again(account, AgainForm()) if account.password is not None else _to(url_for("accounts.account"))


def _again(account: Account, form: AgainForm) -> str:
    told = {"account": account, "council": current_app.config["OIDC_NAME"], "errors": faults(form)}
    return render_template("accounts/again.html", form=form, what="part" if account.subject else "join", **told)


@blueprint.post("/account/council")
@AGAIN
def begin_join() -> str | Response | tuple[str, int]:
    """On to the council's own sign-in, or part from it where the account is joined."""
    account, form = signing.required(), AgainForm(request.form)
    signing.allow(account.password is not None and oidc.is_set(current_app))
    if not passwords.is_password(account.password, form.current.data or ""):
        fault(form.current, NOT_YOURS)
        return _again(account, form), 422
    if account.subject is not None:
        signing.begin(council.part(db.session(), account))
        db.session.commit()
        return _to(url_for("accounts.account"))
    signing.begin_joining(account)
    return render_template("accounts/join_council.html", council=current_app.config["OIDC_NAME"])


@blueprint.errorhandler(oidc.NotVouched)
def _not_vouched(error: oidc.NotVouched) -> tuple[str, int]:
    db.session.rollback()
    current_app.logger.warning("Not signed in through a council: %s", error)
    return render_template("accounts/not_vouched.html", why=str(error), council=current_app.config["OIDC_NAME"]), 403


def _to(address: str) -> Response:
    return redirect(address, 303)
