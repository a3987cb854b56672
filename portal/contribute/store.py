"""Drafts and contributions in SQL. Takes a session and plain values, returns models, and never commits."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.accounts import audit
from portal.accounts.models import Account
from portal.contribute.models import Contribution, Draft, KeptPicture, WordFile
from portal.database import changes_one
from portal.extensions import now

#: A draft that nobody has changed for so long is purged.
KEPT = timedelta(days=30)

#: Bytes of all pictures of all drafts together.
MOST_PICTURES = 300_000_000


class Full(Exception):
    """There is no room for another until some have gone."""


def new_draft(session: Session, values: dict[str, Any], most: int) -> Draft:
    """Begin a draft under a name that nobody can guess. Raises Full when there are as many as may be."""
    if (session.scalar(select(func.count(Draft.id))) or 0) >= most:
        raise Full
    draft = Draft(name=secrets.token_urlsafe(18), values=values)
    session.add(draft)
    session.flush()
    return draft


def keep_word(session: Session, draft: Draft, word: WordFile, pictures: Iterable[KeptPicture]) -> WordFile:
    """Keep what is left of a Word file with its draft. Where there is no room for a picture, that is said in its place."""
    room = MOST_PICTURES - (session.scalar(select(func.sum(KeptPicture.size))) or 0)
    for picture in pictures:
        if picture.size > room:
            picture.content, picture.size, picture.trouble = b"", 0, "There is no room for pictures just now. Keep your Word file."
        room -= picture.size
        word.pictures.append(picture)
    draft.word = word
    session.flush()
    return word


def draft_named(session: Session, name: str) -> Draft | None:
    """The draft of a name."""
    return session.scalar(select(Draft).where(Draft.name == name))


def save(draft: Draft, values: dict[str, Any]) -> Draft:
    """Keep what the draft holds now."""
    draft.values, draft.changed = values, now()
    return draft


def delete(session: Session, draft: Draft) -> None:
    """Take a draft away, and what was sent of it."""
    session.delete(draft)


def purge(session: Session) -> int:
    """Take away drafts that nobody has changed for 30 days, and say how many. What waits for an editor stays until that is decided."""
    old = session.scalars(select(Draft).where(Draft.changed < now() - KEPT)).all()
    gone = [draft for draft in old if draft.contribution is None or draft.contribution.state != "waiting"]
    for draft in gone:
        session.delete(draft)
    return len(gone)


def send(session: Session, draft: Draft, sent: Contribution, most: int) -> Contribution:
    """Put the file as it is now in the place of what was sent of this draft before. Raises Full when too many wait."""
    make_sure_of_room(session, most)
    if draft.contribution is None:
        draft.contribution = sent
    else:
        # Its number stays: an editor may have its page open.
        for name in ("path", "title", "text", "email", "state", "sent"):
            setattr(draft.contribution, name, getattr(sent, name))
        draft.contribution.reason, draft.contribution.decided = "", None
    draft.changed = now()
    session.flush()
    return draft.contribution


def make_sure_of_room(session: Session, most: int) -> None:
    """Raise Full when too many wait."""
    if sum(number for state, number in counts(session).items() if state in ("unconfirmed", "waiting")) >= most:
        raise Full


def counts(session: Session) -> dict[str, int]:
    """How many contributions are in each state that some are in."""
    found = session.execute(select(Contribution.state, func.count()).group_by(Contribution.state))
    return dict(found.all())


def of_same_name(session: Session, contribution: Contribution) -> Sequence[Contribution]:
    """Others that would be the same file."""
    same = (Contribution.path == contribution.path, Contribution.id != contribution.id)
    return session.scalars(select(Contribution).where(*same).order_by(Contribution.id)).all()


def contribution_of(session: Session, draft_id: int) -> Contribution | None:
    """What was sent of the draft with a number."""
    return session.scalar(select(Contribution).where(Contribution.draft_id == draft_id))


def contributions(session: Session, state: str | None = None) -> Sequence[Contribution]:
    """Those in a state, or all, oldest first."""
    query = select(Contribution).order_by(Contribution.sent, Contribution.id)
    return session.scalars(query.where(Contribution.state == state) if state else query).all()


def contribution(session: Session, number: int) -> Contribution | None:
    """The one with a number."""
    return session.get(Contribution, number)


def decide(contribution: Contribution, state: str, reason: str = "") -> Contribution:
    """Set down what became of it. Its draft is kept for another 30 days, so that its author can read why."""
    contribution.state, contribution.reason = state, reason
    contribution.decided = contribution.draft.changed = now()
    return contribution


def judge(session: Session, by: Account | None, contribution: Contribution, state: str, reason: str) -> bool:
    """An editor's decision, in the log too. False if another editor, or its author with another text, was quicker: nothing is changed."""
    waits = (Contribution.id == contribution.id, Contribution.state == "waiting", Contribution.sent == contribution.sent)
    if not changes_one(session, update(Contribution).where(*waits).values(state=state)):
        return False
    decide(contribution, state, reason)
    words = f"{state.capitalize()} “{contribution.title}”{f': {reason}' if reason else ''}"
    audit.note(session, by, state, about(contribution), words, number=contribution.id)
    return True


def about(contribution: Contribution) -> str:
    """What the log calls it: by its draft, which stays the same when its author sends it again. Not by a number that another may get."""
    return f"draft {hashlib.sha256(contribution.draft.name.encode()).hexdigest()[:32]}"
