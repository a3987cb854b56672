"""“Add to a collection”: which one, for one case study or for several at once."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import permissions, signing
from portal.curation import contents, saving, searches, shown, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.curation.models import Collection, CollectionVersion
from portal.current_index import current_index
from portal.extensions import db
from portal.questions import address
from portal.results import in_words

#: At most so many at once.
MOST_AT_ONCE = 50


@blueprint.get("/results")
def results() -> Response | str:
    """A page of results, each with a box to tick: the same question that was asked on the search page, kept nowhere."""
    signing.allow(permissions.may_curate(signing.required()))
    search, page = request.args.get("search", ""), request.args.get("page", 1, int)
    query = replace(searches.query_of(search), page=max(1, page), per_page=MOST_AT_ONCE, show="case studies")
    found = current_index().search(query)
    if query.page > found.pages:
        return redirect(url_for("curation.results", search=search), 303)
    unticked = "none" in request.args
    return render_template(
        "curation/results.html", results=found, search=search, asked=in_words(found), back=address(query), unticked=unticked
    )


@blueprint.get("/add")
def choose() -> Response | str:
    """Which collection? The case studies are named in the address: `?case-study=a&case-study=b`."""
    signing.allow(permissions.may_curate(signing.required()))
    slugs = shown.present_slugs(request.args.getlist("case-study")[:MOST_AT_ONCE], current_index())
    if not slugs and "search" in request.args:
        return redirect(url_for("curation.results", search=request.args["search"], page=request.args.get("page", 1, int), none=1), 303)
    case_studies = [current_index().get(slug) for slug in slugs or abort(404)]
    return render_template("curation/add.html", case_studies=case_studies, into=_mine(slugs))


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
    what = f"Added {titles}" if len(titles) < 250 else f"Added {len(new)} case studies"
    return saving.changed(found, contents.add(new), what, anchor=f"item-{new[0]}")


def _mine(slugs: tuple[str, ...]) -> list[tuple[Collection, CollectionVersion, bool]]:
    """The collections that who asks may change, each with whether it holds all of these already."""
    account, index = signing.required(), current_index()
    held = store.held_by(db.session(), [it.body_id for it in account.memberships])
    return [
        (collection, newest, all(shown.known_as(newest.contents, slug, index) for slug in slugs))
        for collection, newest in held
        if permissions.may_edit(account, collection)
    ]
