"""Collections and their versions in SQL. Takes a session and plain values, returns models, and never commits.

What changes something also writes it into the log. `by` is who did it, or None for a command on the machine itself; `seen` is
the version they had before them, and where that is no longer the newest nothing is changed and Stale is raised.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection as Several
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session, selectinload

from portal.accounts import audit
from portal.accounts.models import Account, RegionalBody
from portal.curation.contents import Contents, to_json
from portal.curation.models import Collection, CollectionBody, CollectionSlug, CollectionVersion, PublishedItem, State
from portal.database import changes_one
from portal.extensions import now

#: Words of a title that its slug keeps.
LONGEST_SLUG = 80

#: Somebody should look at a collection again a year after they last did.
REVIEW_AFTER = timedelta(days=365)


class Stale(Exception):
    """Somebody else changed it since."""


class Taken(Exception):
    """Another collection has this slug, or had it."""


def new_collection(session: Session, by: Account | None, body: RegionalBody, contents: Contents, slug: str = "") -> Collection:
    """Begin a collection in a body's name: a draft, version 1. Its slug is a free one from its title, if none is given."""
    made = Collection(slug=slug or _free_slug(session, contents.title))
    made.curators.append(CollectionBody(body=body, leads=True, joined=now()))
    made.versions.append(_version(1, contents, by, "Began it"))
    session.add(made)
    session.flush()
    session.add(CollectionSlug(slug=made.slug, collection_id=made.id))
    audit.note(session, by, "began", made.about, f"Began “{contents.title}”", body.id)
    session.flush()
    return made


def collection_named(session: Session, slug: str) -> Collection | None:
    """The collection that has this slug, or had it."""
    named = select(CollectionSlug.collection_id).where(CollectionSlug.slug == slug)
    return session.scalar(select(Collection).where(Collection.id == named.scalar_subquery()))


def version(session: Session, collection: Collection, number: int) -> CollectionVersion | None:
    """One of its versions."""
    return session.scalar(
        select(CollectionVersion).where(CollectionVersion.collection_id == collection.id, CollectionVersion.number == number)
    )


def newest(session: Session, collection: Collection) -> CollectionVersion:
    """The version that curators work on."""
    found = version(session, collection, collection.version)
    assert found is not None, f"{collection.about} has no version {collection.version}"
    return found


def versions_since(session: Session, collection: Collection, number: int) -> Sequence[CollectionVersion]:
    """The versions after one, oldest first."""
    query = select(CollectionVersion).where(CollectionVersion.collection_id == collection.id, CollectionVersion.number > number)
    return session.scalars(query.order_by(CollectionVersion.number)).all()


def versions_before(session: Session, collection: Collection, number: int, most: int) -> Sequence[CollectionVersion]:
    """The versions before one, newest first."""
    query = select(CollectionVersion).where(CollectionVersion.collection_id == collection.id, CollectionVersion.number < number)
    return session.scalars(query.order_by(CollectionVersion.number.desc()).limit(most)).all()


def every(session: Session) -> Sequence[Collection]:
    """Every collection that was not put away, by its address."""
    return session.scalars(select(Collection).where(Collection.state != "archived").order_by(Collection.slug)).all()


def published(session: Session) -> Sequence[tuple[Collection, CollectionVersion]]:
    """Every collection that readers may read, with the version they see and its bodies, newest first."""
    query = select(Collection, CollectionVersion).join(
        CollectionVersion,
        (CollectionVersion.collection_id == Collection.id) & (CollectionVersion.number == Collection.published_version),
    )
    query = query.options(selectinload(Collection.curators).joinedload(CollectionBody.body))
    found = session.execute(query.where(Collection.state != "archived").order_by(Collection.published.desc(), Collection.id.desc())).all()
    return [(each[0], each[1]) for each in found]


def first_published(session: Session) -> dict[int, datetime]:
    """When readers could first read each collection, by its number."""
    query = select(CollectionVersion.collection_id, func.min(CollectionVersion.published)).where(CollectionVersion.published.is_not(None))
    return {row[0]: row[1] for row in session.execute(query.group_by(CollectionVersion.collection_id)) if row[1]}


def held_by(session: Session, body_ids: Several[int]) -> Sequence[tuple[Collection, CollectionVersion]]:
    """Every collection of these bodies, with the newest version, the last changed first."""
    mine = select(CollectionBody.collection_id).where(CollectionBody.body_id.in_(body_ids), CollectionBody.joined.is_not(None))
    query = select(Collection, CollectionVersion).join(
        CollectionVersion, (CollectionVersion.collection_id == Collection.id) & (CollectionVersion.number == Collection.version)
    )
    found = session.execute(query.where(Collection.id.in_(mine)).order_by(Collection.changed.desc(), Collection.id.desc())).all()
    return [(each[0], each[1]) for each in found]


def published_since(session: Session, collection: Collection) -> dict[str, datetime]:
    """From when on readers have found each case study in the published version, by slug."""
    query = select(PublishedItem.slug, PublishedItem.since).where(PublishedItem.collection_id == collection.id)
    return {row.slug: row.since for row in session.execute(query)}


def save(session: Session, by: Account | None, collection: Collection, seen: int, contents: Contents, what: str) -> CollectionVersion:
    """Keep changed contents as the next version. Raises Stale."""
    _claim(session, collection, seen, version=seen + 1, changed=now())
    made = _version(seen + 1, contents, by, what)
    made.collection_id = collection.id
    session.add(made)
    audit.note(session, by, "changed", collection.about, what, collection.leading_body_id, version=seen + 1)
    session.flush()
    return made


def publish(session: Session, by: Account | None, collection: Collection, seen: int, note: str) -> Collection:
    """Let readers see the newest version, which must be the one that was seen. Raises Stale.

    Who publishes has looked at it: the next review is a year on, unless a later day was set.
    """
    moment = now()
    review_by = moment.date() + REVIEW_AFTER if _is_due(collection) else collection.review_by
    seen_to = {"reviewed": moment.date(), "review_by": review_by}
    _claim(session, collection, seen, state="published", published_version=seen, published=moment, changed=moment, **seen_to)
    shown = newest(session, collection)
    shown.published, shown.note = moment, note
    before = published_since(session, collection)
    session.execute(delete(PublishedItem).where(PublishedItem.collection_id == collection.id))
    slugs = {item.slug for item in shown.contents.items}
    session.add_all(PublishedItem(collection_id=collection.id, slug=slug, since=before.get(slug, moment)) for slug in slugs)
    words = f"Published version {seen}" + (f": {note}" if note else "")
    audit.note(session, by, "published", collection.about, words, collection.leading_body_id, version=seen)
    session.flush()
    return collection


def set_state(session: Session, by: Account | None, collection: Collection, seen: int, state: State) -> Collection:
    """Ask for a review, go back to a draft, put it away, or bring it back. Raises Stale."""
    _claim(session, collection, seen, state=state, changed=now())
    audit.note(session, by, state, collection.about, f"Changed it to: {state}", collection.leading_body_id, version=seen)
    session.flush()
    return collection


def set_review(session: Session, by: Account | None, collection: Collection, was: date | None, review_by: date | None) -> Collection:
    """Say by when somebody should look at it again. `was` is the day they saw there. Raises Stale."""
    _change(session, collection, Collection.review_by == was, review_by=review_by)
    words = f"To be looked at again by {review_by.isoformat()}" if review_by else "No longer to be looked at by a certain day"
    audit.note(session, by, "review date", collection.about, words, collection.leading_body_id)
    session.flush()
    return collection


def looked_again(session: Session, by: Account | None, collection: Collection) -> Collection:
    """Say that somebody looked at it again and it still holds. The next review is a year on."""
    today = now().date()
    _change(session, collection, Collection.version == collection.version, reviewed=today, review_by=today + REVIEW_AFTER)
    audit.note(session, by, "reviewed", collection.about, "Looked at it again: it still holds", collection.leading_body_id)
    session.flush()
    return collection


def rename(session: Session, by: Account | None, collection: Collection, slug: str, was: str | None = None) -> Collection:
    """Give it another slug. The old one leads here for ever. `was` is the slug they saw there. Raises Taken, Stale."""
    taken = session.get(CollectionSlug, slug)
    if taken and taken.collection_id != collection.id:
        raise Taken(slug)
    if taken is None:
        session.add(CollectionSlug(slug=slug, collection_id=collection.id))
    words = f"Changed its address from {collection.slug} to {slug}"
    session.flush()
    _change(session, collection, Collection.slug == (was or collection.slug), slug=slug, changed=now())
    audit.note(session, by, "renamed", collection.about, words, collection.leading_body_id)
    session.flush()
    return collection


def slug_of(title: str) -> str:
    """A slug from a title: its letters and digits, without accents."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST_SLUG].strip("-") or "collection"


def _free_slug(session: Session, title: str) -> str:
    wanted = slug_of(title)
    like = select(CollectionSlug.slug).where(CollectionSlug.slug.startswith(wanted, autoescape=True))
    taken = set(session.scalars(like).all())
    return next(each for each in (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))) if each not in taken)


def _version(number: int, contents: Contents, by: Account | None, what: str) -> CollectionVersion:
    return CollectionVersion(number=number, kept=to_json(contents), what=what[:300], made_by_id=by.id if by else None)


def _is_due(collection: Collection) -> bool:
    return collection.review_by is None or collection.review_by <= now().date()


def _claim(session: Session, collection: Collection, seen: int, **values: object) -> None:
    """Change the row only if its version is still the one that was seen."""
    _change(session, collection, Collection.version == seen, **values)


def _change(session: Session, collection: Collection, still: ColumnElement[bool], **values: object) -> None:
    """Change the row only if it is still as it was seen: one statement, so that of two writers one loses."""
    if not changes_one(session, update(Collection).where(Collection.id == collection.id, still).values(**values)):
        raise Stale
    session.refresh(collection)
