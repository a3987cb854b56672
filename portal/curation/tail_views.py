"""What comes after the case studies by itself: a saved search, and what its curators hide of it."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import permissions, signing
from portal.curation import arranging, saving, searches, shown, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.curation.contents import Contents
from portal.curation.forms import SearchForm, faults
from portal.curation.models import Collection
from portal.current_index import current_index
from portal.extensions import db
from portal.questions import address
from portal.results import in_words


@blueprint.get("/use-search")
def use_search() -> str:
    """After which collection's case studies should come what a search finds?"""
    account = signing.required()
    signing.allow(permissions.may_curate(account))
    search = searches.search_in(f"/search?{request.args.get('search', '')}") or abort(404)
    held = store.held_by(db.session(), [it.body_id for it in account.memberships])
    into = [(found, newest) for found, newest in held if permissions.may_edit(account, found)]
    results = current_index().search(replace(searches.query_of(search), show="slugs"))
    back = address(results.query)
    return render_template("curation/use_search.html", search=search, asked=in_words(results), total=results.total, into=into, back=back)


@blueprint.get("/collections/<slug>/search")
def tail(slug: str) -> str:
    """What the search finds now, with a button to hide each, and the form for another search."""
    return _tail_page(opened(slug, permissions.may_edit), SearchForm())


@blueprint.post("/collections/<slug>/search")
@CHANGING
def follow_search(slug: str) -> Response | tuple[str, int]:
    """Let what a search finds come after the case studies."""
    found, form = opened(slug, permissions.may_edit), SearchForm(request.form)
    search = searches.search_in(form.search.data or "")
    if not form.validate() or search is None:
        form.search.errors = form.search.errors or ["Paste the address of a page of results that answers a question or has a filter."]
        return _tail_page(found, form, saving.seen_version()), 422
    asked = in_words(current_index().search(replace(searches.query_of(search), show="slugs")))
    typed = saving.Typed(form, _address)
    return saving.changed(found, arranging.follow_search(search), f"Adds all that a search finds: {asked}", typed, back="curation.tail")


@blueprint.post("/collections/<slug>/search/stop")
@CHANGING
def follow_nothing(slug: str) -> Response:
    """Let nothing come after the case studies by itself."""
    found = opened(slug, permissions.may_edit)
    return saving.changed(found, arranging.follow_nothing, "Stopped adding what a search finds", back="curation.tail")


@blueprint.post("/collections/<slug>/search/hide/<case>")
@CHANGING
def hide(slug: str, case: str) -> Response:
    """Leave a case study out of what the search finds."""
    found = opened(slug, permissions.may_edit)
    it = current_index().get(case) or abort(404)
    what = f"Hid “{it.title}” from what the search finds"
    return saving.changed(found, arranging.hide(it.slug), what, back="curation.tail", anchor="hidden")


@blueprint.post("/collections/<slug>/search/show/<case>")
@CHANGING
def unhide(slug: str, case: str) -> Response:
    """Show again what was hidden."""
    found = opened(slug, permissions.may_edit)
    it = current_index().get(case)
    return saving.changed(found, arranging.unhide(case), f"Showed “{it.title if it else case}” again", back="curation.tail")


def _address(held: Contents) -> dict[str, str]:
    return {"search": url_for("search.search", _external=False) + f"?{held.tail.search}" if held.tail else ""}


def _tail_page(found: Collection, form: SearchForm, version: int | None = None) -> str:
    held, index = store.newest(db.session(), found).contents, current_index()
    now = shown.tail(held, index)
    asked = in_words(index.search(replace(now.query, show="slugs"))) if now else ""
    page = {"collection": found, "version": found.version if version is None else version, "form": form, "errors": faults(form)}
    return render_template("curation/tail.html", tail=now, asked=asked, results=address(now.query) if now else "", **page)
