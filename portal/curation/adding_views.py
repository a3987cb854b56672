"""“Add to a collection”: which one, for one case study or for several at once."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import permissions, signing
from portal.curation import contents, saving, shown, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.curation.models import Collection, CollectionVersion
from portal.current_index import current_index
from portal.extensions import db

#: At most so many at once.
MOST_AT_ONCE = 50


@blueprint.get("/add")
def choose() -> str:
    """Which collection? The case studies are named in the address: `?case-study=a&case-study=b`."""
    signing.allow(permissions.may_curate(signing.required()))
    slugs = shown.present_slugs(request.args.getlist("case-study")[:MOST_AT_ONCE], current_index()) or abort(404)
    return render_template("curation/add.html", case_studies=[current_index().get(slug) for slug in slugs], into=_mine(slugs))


@blueprint.post("/collections/<slug>/items")
@CHANGING
def add(slug: str) -> Response:
    """Put case studies at the end of a collection."""
    found = opened(slug, permissions.may_edit)
    index = current_index()
    wanted = shown.present_slugs(request.form.getlist("case-study")[:MOST_AT_ONCE], index) or abort(404)
    held = store.newest(db.session(), found).contents
    new = [each for each in wanted if shown.known_as(held, each, index) is None]
    if not new:
        return redirect(url_for("curation.workbench", slug=found.slug, _anchor=f"item-{wanted[0]}"), 303)
    titles = ", ".join(f"“{it.title}”" for each in new if (it := index.get(each)))
    return saving.changed(found, contents.add(new), f"Added {titles}", anchor=f"item-{new[0]}")


def _mine(slugs: tuple[str, ...]) -> list[tuple[Collection, CollectionVersion, bool]]:
    """The collections that who asks may change, each with whether it holds all of these already."""
    account, index = signing.required(), current_index()
    held = store.held_by(db.session(), [it.body_id for it in account.memberships])
    return [
        (collection, newest, all(shown.known_as(newest.contents, slug, index) for slug in slugs))
        for collection, newest in held
        if permissions.may_edit(account, collection)
    ]
