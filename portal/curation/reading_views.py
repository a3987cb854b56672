"""What everyone may read: the list of collections, and each of them as it was published; and as files to take away."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from flask import Response, render_template, request, url_for
from markupsafe import Markup

from portal import exports
from portal.curation import shown, store
from portal.curation.handouts import handout, whole_handout
from portal.curation.public import TAKING, blueprint, of_body, opened_public, page_of
from portal.current_index import current_index
from portal.extensions import db
from portal.templating import site_url

#: Each kind of file: what makes it, and what it is called on the way.
FILES = {
    "docx": (exports.word, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "csv": (lambda taken: "".join(exports.collection_rows(taken)).encode("utf-8", "replace"), "text/csv; charset=utf-8; header=present"),
    "json": (exports.as_json, "application/json"),
    "md": (lambda taken: exports.markdown(taken).encode("utf-8", "replace"), "text/markdown; charset=utf-8"),
}


@blueprint.get("")
def collections() -> str:
    """Every published collection, the last published first; or those of one body."""
    every = store.published(db.session())
    slug = request.args.get("body")
    rows, body = of_body(every, slug or "")
    bodies = Counter((each.name, each.slug) for it, _ in every for each in it.bodies)
    held = [(it, version.contents) for it, version in rows]
    found = [(it, contents, len(shown.slugs_of(contents, current_index()))) for it, contents in held]
    page = {"rows": found, "body": body, "slug": slug, "bodies": sorted(bodies.items()), "everything": len(every)}
    return render_template("collections/collections.html", **page)


@blueprint.get("/<slug>")
def collection(slug: str) -> str:
    """One collection."""
    found, version = opened_public(slug)
    return render_template(
        "collections/collection.html",
        **page_of(found, version),
        taken=handout(found, version, site_url(), datetime.now(UTC).date()),
        snippet=snippet(slug, version.contents.title),
    )


@blueprint.get("/<slug>/collection.<any(docx, csv, json, md):kind>")
@TAKING
def take(slug: str, kind: str) -> Response:
    """The collection as a file."""
    found, version = opened_public(slug)
    it = whole_handout(found, version, current_index(), site_url(), datetime.now(UTC).date())
    make, content_type = FILES[kind]
    answer = Response(make(it), content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{it.file_name}.{kind}"'
    return answer


def snippet(slug: str, title: str, width: int | str = "100%", height: int = 600) -> Markup:
    """What another site puts into a page of its own to show a collection there."""
    return Markup(
        '<iframe src="{address}" title="{title}: a collection on Copybook" width="{width}" height="{height}" loading="lazy"></iframe>'
    ).format(address=site_url(url_for("collections.embed", slug=slug)), title=title, width=width, height=height)
