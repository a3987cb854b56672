"""What everyone may read: the list of collections, and each of them as it was published."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.curation import shown, store
from portal.curation.models import Collection
from portal.current_index import current_index
from portal.extensions import db
from portal.markdown import render_comment, render_text

blueprint = Blueprint("collections", __name__, url_prefix="/collections")
blueprint.add_app_template_filter(render_comment, "comment")
blueprint.add_app_template_filter(lambda text: render_text(text).html, "collection_text")


@blueprint.get("")
def collections() -> str:
    """Every published collection, the last published first."""
    index = current_index()
    rows = [
        (collection, version.contents, sum(len(section.items) for section in shown.for_readers(version.contents, index)))
        for collection, version in store.published(db.session())
    ]
    return render_template("collections/collections.html", rows=rows)


@blueprint.get("/<slug>")
def collection(slug: str) -> str | Response:
    """One collection. An old slug leads to the new one; one that was put away says so."""
    found = store.collection_named(db.session(), slug)
    if found is None or found.published_version is None:
        abort(404)
    if found.is_archived:
        abort(410)
    if found.slug != slug:
        return redirect(url_for("collections.collection", slug=found.slug), 301)
    return _page(found, found.published_version)


def _page(found: Collection, number: int) -> str:
    index = current_index()
    version = store.version(db.session(), found, number) or abort(404)
    return render_template(
        "collections/collection.html",
        collection=found,
        version=version,
        contents=version.contents,
        sections=shown.for_readers(version.contents, index),
        vocabulary=index.vocabulary,
    )
