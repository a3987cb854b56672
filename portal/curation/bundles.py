"""Bundles of collections out of SQL and into it. Takes a session and plain values, and never commits."""

from __future__ import annotations

from collections.abc import Collection as Several

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import store as accounts_store
from portal.accounts.models import RegionalBody
from portal.curation import store
from portal.curation.bundle import Bundled, BundledBody
from portal.curation.models import Collection, CollectionBody, CollectionSlug, PublishedItem
from portal.extensions import now


def bundles(session: Session, slugs: Several[str] = ()) -> list[Bundled]:
    """Every collection, or those of these slugs, as it is now, by slug."""
    query = select(Collection).order_by(Collection.slug)
    return [_bundled(session, it) for it in session.scalars(query.where(Collection.slug.in_(slugs)) if slugs else query).all()]


def unpack(session: Session, bundled: Bundled) -> Collection:
    """Make a collection of a bundle: what readers see is version 1, what curators work on the next. Raises store.Taken."""
    taken = next((slug for slug in (bundled.slug, *bundled.old_slugs) if store.collection_named(session, slug)), None)
    if taken:
        raise store.Taken(taken)
    leading, *others = (_body(session, it) for it in bundled.bodies)
    first = bundled.readers or bundled.contents
    made = store.new_collection(session, None, leading, first, bundled.slug)
    made.curators += [CollectionBody(body=body, joined=now()) for body in others]
    session.add_all(CollectionSlug(slug=slug, collection_id=made.id) for slug in bundled.old_slugs)
    if bundled.readers:
        store.publish(session, None, made, 1, bundled.note)
    if bundled.readers and bundled.readers != bundled.contents:
        store.save(session, None, made, 1, bundled.contents, "What was worked on when it was brought here")
    made.state, made.review_by, made.reviewed = bundled.state, bundled.review_by, bundled.reviewed  # type: ignore[assignment]
    _date(session, made, bundled)
    session.flush()
    return made


def _date(session: Session, made: Collection, bundled: Bundled) -> None:
    """Give it the days it had."""
    made.created, made.changed = bundled.created or made.created, bundled.changed or made.changed
    if bundled.published:
        made.published = made.versions[0].published = bundled.published
        since = dict(bundled.since)
        for it in session.scalars(select(PublishedItem).where(PublishedItem.collection_id == made.id)).all():
            it.since = since.get(it.slug, bundled.published)


def _body(session: Session, bundled: BundledBody) -> RegionalBody:
    """The body of a bundle: the one that is known here, or else a new one."""
    if accounts_store.body_named(session, bundled.slug) is None:
        accounts_store.keep_body(session, bundled.slug, bundled.name, bundled.kind, bundled.region, bundled.website)
        session.flush()
    found = accounts_store.body_named(session, bundled.slug)
    assert found
    return found


def _bundled(session: Session, it: Collection) -> Bundled:
    newest = store.newest(session, it)
    seen = store.version(session, it, it.published_version) if it.published_version else None
    slugs = session.scalars(select(CollectionSlug.slug).where(CollectionSlug.collection_id == it.id).order_by(CollectionSlug.slug)).all()
    return Bundled(
        slug=it.slug,
        bodies=tuple(BundledBody(body.slug, body.name, body.kind, body.region, body.website) for body in it.bodies),
        contents=newest.contents,
        state=it.state,
        old_slugs=tuple(slug for slug in slugs if slug != it.slug),
        readers=seen.contents if seen else None,
        published=it.published if seen else None,
        note=seen.note if seen else "",
        since=tuple(sorted(store.published_since(session, it).items())) if seen else (),
        review_by=it.review_by,
        reviewed=it.reviewed,
        created=it.created,
        changed=it.changed,
    )
