"""The log of what was done. Store functions write to it themselves, so that no page can forget to."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, selectinload

from portal.accounts.models import Account, AuditEntry


def note(
    session: Session, by: Account | None, action: str, about: str, words: str, body_id: int | None = None, **details: str | int
) -> AuditEntry:
    """Set down that something was done. `by` is nobody where it was typed on the machine itself."""
    entry = AuditEntry(account_id=by.id if by else None, action=action, about=about, words=words[:500], body_id=body_id, details=details)
    session.add(entry)
    return entry


def entries_about(session: Session, about: str, most: int = 200) -> Sequence[AuditEntry]:
    """What was done to one thing, newest first."""
    return _newest(session, AuditEntry.about == about, most)


def entries_of_body(session: Session, body_id: int, most: int = 200, before: int | None = None) -> Sequence[AuditEntry]:
    """What was done that concerns a regional body, newest first; with `before`, only what was done before that entry."""
    ours = AuditEntry.body_id == body_id
    return _newest(session, ours if before is None else and_(ours, AuditEntry.id < before), most)


def _newest(session: Session, which: ColumnElement[bool], most: int) -> Sequence[AuditEntry]:
    return session.scalars(
        select(AuditEntry).options(selectinload(AuditEntry.account)).where(which).order_by(AuditEntry.id.desc()).limit(most)
    ).all()
