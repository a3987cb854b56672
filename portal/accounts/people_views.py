"""Who belongs to a regional body: its owners invite, change roles and take out; an editor of the site names the first owner."""

from __future__ import annotations

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import letters, links, people, permissions, signing, store
from portal.accounts.blueprint import PEOPLE, blueprint
from portal.accounts.forms import InviteForm, OwnerForm, fault, faults
from portal.accounts.models import ROLES, Invitation, Membership, RegionalBody, Role
from portal.extensions import db
from portal.mail import MailNotSent

THERE = "They belong to this body already."
FULL = "As many invitations are open as may be. Call some back first."
TAKEN_UP = "It could not be called back: it was taken up a moment before. If they should not belong, take them out."
UNSENT = "They are invited, but the mail with the link could not be sent just now. Invite them again in a while: that sends a new link."
LAST = "This body must keep an owner who can sign in. Make somebody else an owner first."


@blueprint.get("/curate/bodies/<slug>/people")
def members(slug: str) -> str:
    """Who belongs, and who is invited."""
    return _page(signing.opened_body(slug, permissions.may_see_body), InviteForm())


def _page(body: RegionalBody, form: InviteForm, wrong: str = "", new: Invitation | None = None) -> str:
    account = signing.required()
    may_manage = permissions.may_manage_people(account, body)
    return render_template(
        "accounts/people.html",
        body=body,
        account=account,
        may_manage=may_manage,
        roles=ROLES,
        invitations=people.open_invitations(db.session(), body) if may_manage else [],
        form=form,
        errors=faults(form) + ([{"text": wrong, "href": "#people"}] if wrong else []),
        new=new,
        link=_shown_link(new),
    )


def _shown_link(invitation: Invitation | None) -> str:
    """The link to hand over, where the site cannot mail it. Where it can, only who has the mailbox sees it."""
    return links.invitation_link(invitation) if invitation and not links.may_be_mailed() else ""


@blueprint.post("/curate/bodies/<slug>/people")
@PEOPLE
def invite(slug: str) -> str | tuple[str, int]:
    """Invite somebody: by mail, or with a link to hand over."""
    body, form = signing.opened_body(slug, permissions.may_manage_people), InviteForm(request.form)
    made = _invited(body, form, form.role.data) if form.validate() else None
    return _page(body, form if made is None else InviteForm(), new=made), 422 if made is None else 200


def _invited(body: RegionalBody, form: InviteForm | OwnerForm, role: Role) -> Invitation | None:
    """The invitation, mailed if the site writes mail; or nothing, and the form says why."""
    try:
        made = people.invite(db.session(), signing.required(), body, form.email.data or "", role)
    except (people.AlreadyThere, people.TooMany) as trouble:
        fault(form.email, THERE if isinstance(trouble, people.AlreadyThere) else FULL)
        return None
    db.session.commit()
    try:
        if links.may_be_mailed():
            letters.send_invitation(made, links.invitation_link(made))
    except MailNotSent as error:
        current_app.logger.error("%s", error)
        fault(form.email, UNSENT)
        return None
    return made


@blueprint.post("/curate/bodies/<slug>/people/<int:number>")
@PEOPLE
def change_role(slug: str, number: int) -> Response | tuple[str, int]:
    """Change what a member is."""
    member = _member(signing.opened_body(slug, permissions.may_manage_people), number)
    role = next((it for it in ROLES if it == request.form.get("role")), None) or abort(400)
    return _changed(member, role)


@blueprint.post("/curate/bodies/<slug>/people/<int:number>/take-out")
@PEOPLE
def take_out(slug: str, number: int) -> Response | tuple[str, int]:
    """Take a member out, or leave."""
    body = signing.opened_body(slug, permissions.may_see_body)
    signing.allow(permissions.may_end_membership(signing.required(), body, number))
    return _changed(_member(body, number), None)


def _changed(member: Membership, role: Role | None) -> Response | tuple[str, int]:
    account, body = signing.required(), member.body
    leaves = role is None and member.account_id == account.id
    try:
        people.change_role(db.session(), account, member, role)
    except people.LastOwner:
        db.session.rollback()
        return _page(body, InviteForm(), LAST), 409
    db.session.commit()
    return redirect(url_for("accounts.account") if leaves else url_for("accounts.members", slug=body.slug), 303)


def _member(body: RegionalBody, number: int) -> Membership:
    return people.member(body, number) or abort(404)


@blueprint.post("/curate/bodies/<slug>/invitations/<int:number>/call-back")
@PEOPLE
def call_back(slug: str, number: int) -> Response | tuple[str, int]:
    """Let an invitation open nothing any more."""
    body = signing.opened_body(slug, permissions.may_manage_people)
    found = people.invitation(db.session(), number)
    if found is None or found.body_id != body.id or not people.is_open(found):
        abort(404)
    try:
        people.call_back(db.session(), signing.required(), found)
    except people.NotOpen:
        db.session.rollback()
        return _page(body, InviteForm(), TAKEN_UP), 409
    db.session.commit()
    return redirect(url_for("accounts.members", slug=slug), 303)


@blueprint.get("/editors/bodies")
def every_body() -> str:
    """Every regional body, for editors of the site, and whether one needs an owner."""
    account = signing.required()
    signing.allow(permissions.may_edit_site(account), hidden=True)
    found = [(body, permissions.may_name_owner(account, body)) for body in store.bodies(db.session())]
    return render_template("accounts/bodies.html", bodies=found)


@blueprint.get("/editors/bodies/<slug>/owner")
def first_owner(slug: str) -> str:
    """The form to invite an owner."""
    return render_template("accounts/owner.html", body=_named(slug), form=OwnerForm())


@blueprint.post("/editors/bodies/<slug>/owner")
@PEOPLE
def invite_owner(slug: str) -> str | tuple[str, int]:
    """Invite an owner: by mail, or with a link to hand over."""
    body, form = _named(slug), OwnerForm(request.form)
    made = _invited(body, form, "owner") if form.validate() else None
    page = render_template("accounts/owner.html", body=body, form=form, errors=faults(form), new=made, link=_shown_link(made))
    return page, 422 if made is None else 200


def _named(slug: str) -> RegionalBody:
    account = signing.required()
    signing.allow(permissions.may_edit_site(account), hidden=True)
    found = store.body_named(db.session(), slug) or abort(404)
    signing.allow(permissions.may_name_owner(account, found))
    return found
