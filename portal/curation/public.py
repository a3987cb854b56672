"""The pages that everyone may read: their blueprint, how a published collection is opened, and what other pages may say of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Flask, abort, current_app, redirect, request, url_for

from indexer import CaseStudy, Query
from portal.curation import shown, store
from portal.curation.coverage import Picture, coverage
from portal.curation.covers import cover
from portal.curation.handouts import section_title
from portal.curation.models import Collection, CollectionVersion
from portal.curation.offers import Offer, OfferKeeper, Table, offered
from portal.curation.shown import ShownSection, ShownTail
from portal.current_index import current_index
from portal.extensions import db, limiter
from portal.markdown import render_comment, render_text

blueprint = Blueprint("collections", __name__, url_prefix="/collections")
blueprint.add_app_template_filter(render_comment, "comment")
blueprint.add_app_template_filter(lambda text: render_text(text).html, "collection_text")
blueprint.add_app_template_filter(lambda theme: cover(theme, current_index().vocabulary.themes), "cover")
blueprint.add_app_template_filter(section_title, "section_title")

#: How many files and feeds one address may take: a Word file of the longest collection is two seconds' work.
TAKING = limiter.shared_limit("300 per hour", scope="take a collection away")


#: A published collection, and the version that readers see.
Row = tuple[Collection, CollectionVersion]


def install(app: Flask) -> None:
    """Give the application the pages, and every page what it may say of collections."""
    app.extensions["offer_keeper"] = OfferKeeper()
    app.extensions.setdefault("sitemap", []).append(_in_sitemap)
    app.register_blueprint(blueprint)


def opened_public(slug: str) -> tuple[Collection, CollectionVersion]:
    """A collection as readers see it. An old slug leads to the same page of the new one; one that was put away says so."""
    found = store.collection_named(db.session(), slug)
    if found is None or found.published_version is None:
        abort(404)
    if found.is_archived:
        abort(410)
    if found.slug != slug and request.endpoint:
        abort(redirect(url_for(request.endpoint, **{**(request.view_args or {}), "slug": found.slug}), 301))
    return found, store.version(db.session(), found, found.published_version) or abort(404)


def of_body(rows: Sequence[Row], slug: str) -> tuple[Sequence[Row], str]:
    """Of published collections those of one body, and what it is called. All of them where none is asked for."""
    name = next((body.name for found, _ in rows for body in found.bodies if body.slug == slug), "")
    if slug and not name:
        abort(404)
    return [row for row in rows if not slug or slug in (body.slug for body in row[0].bodies)], name


def page_of(collection: Collection, version: CollectionVersion) -> dict[str, Any]:
    """What the page of a collection shows of a version: the same for readers, in a preview and of an old one."""
    contents, index = version.contents, current_index()
    return {
        "collection": collection,
        "version": version,
        "contents": contents,
        "sections": shown.for_readers(contents, index),
        "tail": shown.tail(contents, index),
        "vocabulary": index.vocabulary,
    }


def offers() -> Table:
    """Every published collection in a few words."""
    keeper: OfferKeeper = current_app.extensions["offer_keeper"]
    return keeper.table(db.engine, current_index())


@blueprint.app_template_global()
def in_collections(it: CaseStudy) -> tuple[Offer, ...]:
    """The collections in which readers find a case study."""
    return offers().of_case_study.get(it.slug, ())


@blueprint.app_template_global()
def offered_collection(query: Query) -> Offer | None:
    """The collection to offer above what was found. Whoever goes on to filter or to page has seen it."""
    return offered(offers(), query.text) if query.text and query.page == 1 and not query.filters else None


@blueprint.app_template_filter("coverage")
def _coverage(sections: tuple[ShownSection, ...], after: ShownTail | None) -> tuple[Picture, ...]:
    return coverage(sections, after, current_index())


def _in_sitemap() -> list[tuple[str, object]]:
    return [(url_for("collections.collection", slug=it.slug), it.published) for it in offers().offers]
