"""Who belongs to a regional body: invitations, roles and leaving, in SQL. Takes a session and plain values, and never commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts import audit, store
from portal.accounts.models import Account, Invitation, Membership, RegionalBody, Role
from portal.database import changes_one
from portal.extensions import now

#: An invitation is good for so long.
A_WEEK = timedelta(days=7)

#: How many invitations of one body may be open at once.
MOST_OPEN = 50


class LastOwner(Exception):
    """A regional body must keep an owner who can sign in."""


class TooMany(Exception):
    """There are as many open invitations as may be."""


class AlreadyThere(Exception):
    """They belong to the body already."""


class NotOpen(Exception):
    """The invitation was taken up or called back, or is too old."""


def invite(session: Session, by: Account, body: RegionalBody, email: str, role: Role) -> Invitation:
    """Ask somebody to join. An open invitation of the same address is called back. Raises TooMany or AlreadyThere."""
    address = store.normal(email)
    if any(it.account.email == address for it in body.memberships):
        raise AlreadyThere
    there = open_invitations(session, body)
    same = [it for it in there if it.email == address]
    if len(there) - len(same) >= MOST_OPEN:
        raise TooMany
    for old in same:
        old.ended = now()
    made = Invitation(body=body, email=address, role=role, made_by_id=by.id, expires=now() + A_WEEK)
    session.add(made)
    session.flush()
    audit.note(session, by, "invited", f"invitation {made.id}", f"Invited {address} to be {role} of {body.name}", body.id)
    return made


def invitation(session: Session, number: int) -> Invitation | None:
    """The invitation with a number."""
    return session.get(Invitation, number)


def open_invitations(session: Session, body: RegionalBody) -> Sequence[Invitation]:
    """Those of a body that can still be taken up, newest first."""
    query = select(Invitation).where(Invitation.body_id == body.id, Invitation.ended.is_(None), Invitation.expires > now())
    return session.scalars(query.order_by(Invitation.id.desc())).all()


def open_invitation_of(session: Session, email: str) -> Invitation | None:
    """The newest open invitation of an address."""
    query = select(Invitation).where(Invitation.email == store.normal(email), Invitation.ended.is_(None), Invitation.expires > now())
    return session.scalar(query.order_by(Invitation.id.desc()).limit(1))


def is_open(invitation: Invitation) -> bool:
    """Whether it can still be taken up."""
    return invitation.ended is None and invitation.expires > now()


def call_back(session: Session, by: Account, invitation: Invitation) -> Invitation:
    """Let an invitation open nothing any more. Raises NotOpen if somebody took it up a moment before."""
    if not _ends(session, invitation):
        raise NotOpen
    words = f"Called back the invitation of {invitation.email}"
    audit.note(session, by, "called back", f"invitation {invitation.id}", words, invitation.body_id)
    return invitation


def accept(session: Session, account: Account, invitation: Invitation) -> RegionalBody:
    """Join a body. Of two who come with one link, the second is refused. Raises NotOpen or AlreadyThere."""
    if account.role_in(invitation.body_id):
        raise AlreadyThere
    if not _ends(session, invitation, used_by_id=account.id):
        raise NotOpen
    store.set_role(session, account, account, invitation.body, invitation.role)
    return invitation.body


def change_role(session: Session, by: Account, member: Membership, role: Role | None) -> None:
    """Change what somebody is in a body; with no role, they leave. Raises LastOwner."""
    number, body = member.id, member.body
    members = _held(session, body)
    now_there = next((it for it in members if it.id == number), None)
    if now_there is None or now_there.role == role:
        return
    others = [it for it in members if it.id != number and it.role == "owner" and not it.account.disabled]
    if now_there.role == "owner" and not others:
        raise LastOwner
    store.set_role(session, by, now_there.account, body, role)


def member(body: RegionalBody, number: int) -> Membership | None:
    """The membership of the account with a number."""
    return next((it for it in body.memberships if it.account_id == number), None)


def _ends(session: Session, invitation: Invitation, **values: int) -> bool:
    still = (Invitation.id == invitation.id, Invitation.ended.is_(None), Invitation.expires > now())
    return changes_one(session, update(Invitation).where(*still).values(ended=now(), **values))


def _held(session: Session, body: RegionalBody) -> Sequence[Membership]:
    """Its members as they are now, whom nobody else may change before we are done: of two owners who take each other out, one is second."""
    session.execute(update(RegionalBody).where(RegionalBody.id == body.id).values(name=RegionalBody.name))
    query = select(Membership).where(Membership.body_id == body.id)
    return session.scalars(query.execution_options(populate_existing=True)).all()
