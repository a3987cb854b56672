"""Who somebody is to their council's own sign-in, in SQL: which account that is, and how one is joined to it. Decision 7 says why so.

Takes a session and plain values, and never commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import audit, store
from portal.accounts.models import Account


@dataclass(frozen=True, slots=True)
class Vouched:
    """What a council's sign-in says of somebody. The address is empty unless it says that it made sure of it."""

    issuer: str
    subject: str
    email: str
    name: str

    def as_kept(self) -> Mapping[str, str]:
        """As plain values."""
        return asdict(self)


def known(session: Session, who: Vouched) -> Account | None:
    """The account that was joined to them before."""
    return session.scalar(select(Account).where(Account.issuer == who.issuer, Account.subject == who.subject))


def of_same_address(session: Session, who: Vouched) -> Account | None:
    """The account of the address that was made sure of, unless it belongs to somebody else there: addresses are given to new people."""
    found = store.account_of(session, who.email) if who.email else None
    return found if found and found.subject is None else None


def join(session: Session, account: Account, who: Vouched) -> Account:
    """Let them sign in to an account through their council from now on. Raises store.Taken if they are somebody else here."""
    there = known(session, who)
    if (there and there is not account) or (account.subject and there is None):
        raise store.Taken(account.email)
    if there is None:
        account.issuer, account.subject = who.issuer, who.subject
        audit.note(session, account, "council", f"account {account.id}", "Joined to their council’s own sign-in")
    return account


def part(session: Session, account: Account) -> Account:
    """Let them sign in to it through their council no more, and end every session."""
    account.issuer = account.subject = None
    audit.note(session, account, "council", f"account {account.id}", "Parted from their council’s own sign-in")
    return store.end_sessions(account)
