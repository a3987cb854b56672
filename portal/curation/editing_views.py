"""Pages to change a collection: its workbench, what it is, and each case study in it."""

from __future__ import annotations

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from portal.accounts import permissions, signing
from portal.curation import arranging, contents, remarks, saving, shown, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.curation.contents import Item
from portal.curation.forms import CommentForm, comment_form, comment_values, describe_values, described, description_form, faults
from portal.curation.models import Collection
from portal.current_index import current_index
from portal.extensions import db


@blueprint.get("/collections/<slug>")
def workbench(slug: str) -> str:
    """A collection as those who work on it see it."""
    found, account = opened(slug, permissions.may_work_on), signing.required()
    newest, said = store.newest(db.session(), found), remarks.all_of(db.session(), found)
    return render_template(
        "curation/workbench.html",
        collection=found,
        newest=newest,
        contents=newest.contents,
        sections=shown.for_curators(newest.contents, current_index()),
        tail=shown.tail(newest.contents, current_index()),
        remarks=remarks.open_ones(said),
        approvals=remarks.approvals(said, newest.number),
        vocabulary=current_index().vocabulary,
        may_edit=permissions.may_edit(account, found),
        may_publish=permissions.may_publish(account, found),
        may_archive=permissions.may_archive(account, found),
    )


@blueprint.get("/collections/<slug>/description")
def description(slug: str) -> str:
    """The form for title, introduction, text and theme."""
    found = opened(slug, permissions.may_edit)
    form = description_form(current_index().vocabulary, contents=store.newest(db.session(), found).contents)
    return render_template("curation/description.html", collection=found, version=found.version, form=form)


@blueprint.post("/collections/<slug>/description")
@CHANGING
def describe(slug: str) -> Response | tuple[str, int]:
    """Keep what the collection is."""
    found = opened(slug, permissions.may_edit)
    form = description_form(current_index().vocabulary, request.form)
    if not form.validate():
        version = saving.seen_version()
        return render_template("curation/description.html", collection=found, version=version, form=form, errors=faults(form)), 422
    return saving.changed(found, described(form), "Changed the description", saving.Typed(form, describe_values))


@blueprint.get("/collections/<slug>/items/<case>")
def item(slug: str, case: str) -> str:
    """The form for the comment on one case study."""
    found = opened(slug, permissions.may_edit)
    it = _item(found, case)
    return _item_page(found, it, comment_form(item=it), found.version)


@blueprint.post("/collections/<slug>/items/<case>")
@CHANGING
def comment(slug: str, case: str) -> Response | tuple[str, int]:
    """Keep the comment on one case study. If somebody took it out meanwhile it can be put back with it."""
    found = opened(slug, permissions.may_edit)
    it, form, put_back = _item(found, case, saving.seen_version()), comment_form(request.form), "put-back" in request.form
    if not form.validate():
        return _item_page(found, it, form, saving.seen_version(), faults(form)), 422
    if store.newest(db.session(), found).contents.item(it.slug) is None and not put_back:
        return saving.cannot(found, f"Somebody took “{_title(it.slug)}” out of the collection while you wrote.", put_back=True)
    change = contents.comment_on(it.slug, form.comment.data or "", bool(form.start_here.data), put_back)
    typed = saving.Typed(form, lambda them: comment_values(them.item(it.slug)))
    return saving.changed(found, change, f"Changed the comment on “{_title(it.slug)}”", typed, anchor=f"item-{it.slug}")


@blueprint.get("/collections/<slug>/items/<case>/move")
def where(slug: str, case: str) -> str:
    """To which place?"""
    found = opened(slug, permissions.may_edit)
    it, held = _item(found, case), store.newest(db.session(), found).contents
    sections = shown.for_curators(held, current_index())
    return render_template("curation/move.html", collection=found, item=it, name=_title(it.slug), sections=sections)


@blueprint.post("/collections/<slug>/items/<case>/move")
@CHANGING
def move(slug: str, case: str) -> Response:
    """Move a case study one place, to an end, or to the place that was chosen. The same button is under the keyboard afterwards."""
    found, to, place = opened(slug, permissions.may_edit), request.form.get("to", ""), request.form.get("place", "")
    if to in arranging.WAYS:
        change, what = arranging.move(case, to), f"Moved “{_title(case)}” {to if to in ('up', 'down') else f'to be {to}'}"
    else:
        kind, _, name = place.partition(":")
        put = {"after": arranging.put_after, "in": arranging.put_in}.get(kind) or abort(400)
        change, what = put(case, name), f"Moved “{_title(case)}” to another place"
    return saving.changed(found, change, what, anchor=f"{to}-{case}" if to in ("up", "down") else f"item-{case}")


@blueprint.post("/collections/<slug>/items/<case>/take-out")
@CHANGING
def take_out(slug: str, case: str) -> Response:
    """Take a case study out. The version before still holds it."""
    found = opened(slug, permissions.may_edit)
    return saving.changed(found, contents.take_out(case), f"Took out “{_title(case)}”")


def _item(collection: Collection, case: str, seen: int = 0) -> Item:
    """The item as it is now, as it was in the version that somebody had before them, or new where they put it back."""
    versions = (store.version(db.session(), collection, number) for number in (collection.version, seen))
    there = next((it for version in versions if version and (it := version.contents.item(case))), None)
    return there or (Item(case) if "put-back" in request.form and current_index().get(case) else None) or abort(404)


def _item_page(collection: Collection, it: Item, form: CommentForm, version: int, errors: list[dict[str, str]] | None = None) -> str:
    case_study = current_index().get(it.slug)
    return render_template(
        "curation/item.html", collection=collection, item=it, case_study=case_study, form=form, version=version, errors=errors
    )


def _title(slug: str) -> str:
    return shown.named(current_index())(slug)
