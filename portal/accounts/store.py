"""Accounts, regional bodies and memberships in SQL. Takes a session and plain values, returns models, and never commits.

What changes something also writes it into the log. `by` is who did it, or None for a command on the machine itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.accounts import audit
from portal.accounts.models import Account, Membership, RegionalBody, Role
from portal.accounts.passwords import hash_password, is_out_of_date, is_password
from portal.database import changes_one
from portal.extensions import now
from portal.typed import visible


class Taken(Exception):
    """There is an account with this address already."""


def normal(email: str) -> str:
    """An address as it is kept and compared: one person has one, however it is typed."""
    return visible(unicodedata.normalize("NFKC", email)).strip().lower()


def account(session: Session, number: int) -> Account | None:
    """The account with a number."""
    return session.get(Account, number)


def account_of(session: Session, email: str) -> Account | None:
    """The account of an address."""
    return session.scalar(select(Account).where(Account.email == normal(email)))


def accounts(session: Session) -> Sequence[Account]:
    """Every account, by address."""
    return session.scalars(select(Account).order_by(Account.email)).all()


def add_account(session: Session, by: Account | None, email: str, name: str, password: str | None) -> Account:
    """Make an account. Without a password nobody can sign in with one. Raises Taken."""
    if account_of(session, email):
        raise Taken(normal(email))
    made = Account(email=normal(email), name=name, password=hash_password(password) if password else None, spare_codes=[])
    session.add(made)
    session.flush()
    audit.note(session, by, "added", f"account {made.id}", f"Added the account of {name}")
    return made


def check_password(session: Session, email: str, password: str) -> Account | None:
    """The account that these sign in to. Takes the same time where there is none."""
    found = account_of(session, email)
    right = is_password(found.password if found else None, password)
    if found is None or not right or found.disabled:
        return None
    if found.password and is_out_of_date(found.password):
        found.password = hash_password(password)
    return found


def begin_session(session: Session, account: Account, how: str) -> Account:
    """Set down that somebody signed in, and how."""
    account.signed_in = now()
    audit.note(session, account, "signed in", f"account {account.id}", f"Signed in with {how}")
    return account


def end_sessions(account: Account) -> Account:
    """End every session of an account, in every browser."""
    account.epoch += 1
    return account


def end_all_sessions(session: Session) -> None:
    """End every session of everybody: after a backup was restored, an ended one must not begin to work again."""
    session.execute(update(Account).values(epoch=Account.epoch + 1_000))


def set_password(session: Session, by: Account | None, account: Account, password: str) -> Account:
    """Give an account a password, and end every session that began with the old one."""
    account.password = hash_password(password)
    audit.note(session, by, "password changed", f"account {account.id}", "Changed the password")
    return end_sessions(account)


def use_link(session: Session, account: Account) -> bool:
    """Use up the number that a link was made for, as every session's. Of two who come with one link at once, the second is refused."""
    seen = (Account.id == account.id, Account.epoch == account.epoch)
    return changes_one(session, update(Account).where(*seen).values(epoch=Account.epoch + 1))


def set_disabled(session: Session, by: Account | None, account: Account, disabled: bool) -> Account:
    """Let nobody sign in to an account, from this moment on; or let them again."""
    account.disabled = disabled
    done = "Disabled" if disabled else "Enabled"
    audit.note(session, by, done.lower(), f"account {account.id}", f"{done} the account of {account.name}")
    return end_sessions(account)


def set_site_editor(session: Session, by: Account | None, account: Account, site_editor: bool) -> Account:
    """Make somebody an editor of the portal itself, or no longer."""
    account.site_editor = site_editor
    words = f"Made {account.name} {'an editor of this site' if site_editor else 'no longer an editor of this site'}"
    audit.note(session, by, "promoted" if site_editor else "demoted", f"account {account.id}", words)
    return account


def body_named(session: Session, slug: str) -> RegionalBody | None:
    """The regional body of a slug."""
    return session.scalar(select(RegionalBody).where(RegionalBody.slug == slug))


def bodies(session: Session) -> Sequence[RegionalBody]:
    """Every regional body, by name."""
    return session.scalars(select(RegionalBody).order_by(RegionalBody.name)).all()


def keep_body(session: Session, slug: str, name: str, kind: str, region: str, website: str) -> bool:
    """Add a regional body or bring its facts up to date. Says whether it is new."""
    found = body_named(session, slug)
    body = found or RegionalBody(slug=slug)
    body.name, body.kind, body.region, body.website = name, kind, region, website
    session.add(body)
    return found is None


def set_role(session: Session, by: Account | None, account: Account, body: RegionalBody, role: Role | None) -> Membership | None:
    """Make somebody a member of a regional body, or change what they are there; with no role, they leave."""
    found = next((it for it in account.memberships if it.body_id == body.id), None)
    words = f"Made {account.name} {role} of {body.name}" if role else f"{account.name} left {body.name}"
    audit.note(session, by, "role", f"account {account.id}", words, body.id)
    if role is None:
        if found:
            account.memberships.remove(found)
        return None
    member = found or Membership(body=body)
    member.role = role
    if found is None:
        account.memberships.append(member)
    session.flush()
    return member
