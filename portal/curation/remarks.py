"""What members say of a version to those who work on it, and what reviewers approve, in SQL. Takes a session, never commits."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import audit
from portal.accounts.models import Account
from portal.curation.models import Collection, Remark, Verdict
from portal.extensions import now

#: What the log says was done.
_DONE: dict[Verdict, str] = {
    "remark": "Remarked on version {}",
    "approved": "Approved version {}",
    "change asked": "Asked for a change to version {}",
}


def say(
    session: Session, by: Account | None, collection: Collection, number: int, verdict: Verdict, words: str, slug: str | None = None
) -> Remark:
    """Set down what somebody says of a version, or of one case study in it."""
    made = Remark(
        collection_id=collection.id, version=number, verdict=verdict, words=words, slug=slug, made=now(), made_by_id=by.id if by else None
    )
    session.add(made)
    audit.note(session, by, verdict, collection.about, _DONE[verdict].format(number), collection.leading_body_id, version=number)
    session.flush()
    return made


def all_of(session: Session, collection: Collection) -> Sequence[Remark]:
    """Everything that was said of it, newest first."""
    return session.scalars(select(Remark).where(Remark.collection_id == collection.id).order_by(Remark.id.desc())).all()


def one_of(session: Session, collection: Collection, number: int) -> Remark | None:
    """One of its remarks."""
    return session.scalar(select(Remark).where(Remark.collection_id == collection.id, Remark.id == number))


def settle(session: Session, by: Account, remark: Remark) -> Remark:
    """Say that a remark was seen to. What is settled already stays as it was."""
    if remark.settled is None:
        remark.settled, remark.settled_by_id = now(), by.id
        collection = remark.collection
        audit.note(session, by, "settled", collection.about, "Settled a remark", collection.leading_body_id, remark=remark.id)
        session.flush()
    return remark


def open_ones(said: Sequence[Remark]) -> Sequence[Remark]:
    """Those that somebody should still see to. An approval asks for nothing."""
    return [each for each in said if each.settled is None and each.verdict != "approved"]


def approvals(said: Sequence[Remark], number: int) -> Sequence[Remark]:
    """Who approved a version: the last word of each counts."""
    last: dict[int | None, Remark] = {}
    for each in sorted(said, key=lambda each: each.id):
        if each.version == number and each.verdict != "remark":
            last[each.made_by_id] = each
    return [each for each in last.values() if each.verdict == "approved"]
