"""Several bodies that curate one collection, in SQL: one asks, an owner of the other says yes or no. Takes a session, never commits."""

from __future__ import annotations

from collections.abc import Collection as Several
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import audit
from portal.accounts.models import Account, RegionalBody
from portal.curation.models import Collection, CollectionBody, CollectionVersion
from portal.extensions import now

#: Most bodies that curate one collection.
MOST_BODIES = 10


def ask(session: Session, by: Account | None, collection: Collection, body: RegionalBody) -> CollectionBody | None:
    """Ask a body to curate a collection too. Nothing if it does, was asked already, or there are as many as can be."""
    if len(collection.curators) >= MOST_BODIES or any(it.body_id == body.id for it in collection.curators):
        return None
    made = CollectionBody(body=body, leads=False, asked=now())
    collection.curators.append(made)
    _note(session, by, "asked", made, f"Asked {body.name} to curate it too")
    return made


def accept(session: Session, by: Account | None, asked: CollectionBody) -> CollectionBody:
    """Say yes in the name of the body that is asked: from now on its members work on the collection as their own."""
    asked.joined = now()
    _note(session, by, "joined", asked, f"{asked.body.name} curates it too")
    return asked


def end(session: Session, by: Account | None, shared: CollectionBody) -> None:
    """End it, from either side: no to what was asked, or no more. What was written stays."""
    words = f"{shared.body.name} no longer curates it" if shared.joined else f"{shared.body.name} was asked to curate it and will not"
    _note(session, by, "ended", shared, words)
    session.delete(shared)
    session.flush()


def asked_of(session: Session, body_ids: Several[int]) -> Sequence[tuple[CollectionBody, CollectionVersion]]:
    """What bodies are asked to curate and have not answered, each with the newest version, the first asked first."""
    query = (
        select(CollectionBody, CollectionVersion)
        .join(Collection, Collection.id == CollectionBody.collection_id)
        .join(CollectionVersion, (CollectionVersion.collection_id == Collection.id) & (CollectionVersion.number == Collection.version))
        .where(CollectionBody.body_id.in_(body_ids), CollectionBody.joined.is_(None), Collection.state != "archived")
    )
    return [(each[0], each[1]) for each in session.execute(query.order_by(CollectionBody.id)).all()]


def one_asked(session: Session, body: RegionalBody, number: int) -> CollectionBody | None:
    """One that a body is asked and has not answered."""
    query = select(CollectionBody).where(CollectionBody.id == number, CollectionBody.body_id == body.id, CollectionBody.joined.is_(None))
    return session.scalar(query)


def part_of(collection: Collection, body: RegionalBody) -> CollectionBody | None:
    """What another body has to do with a collection that it does not lead."""
    return next((it for it in collection.curators if it.body_id == body.id and not it.leads), None)


def _note(session: Session, by: Account | None, action: str, shared: CollectionBody, words: str) -> None:
    """Into the log of both bodies: each one's members should read of it."""
    session.flush()
    collection = shared.collection
    for body_id in (collection.leading_body_id, shared.body_id):
        audit.note(session, by, action, collection.about, words, body_id)
    session.flush()
