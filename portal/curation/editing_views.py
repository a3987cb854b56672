"""Pages to change a collection: its workbench, what it is, and each case study in it."""

from __future__ import annotations

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from portal.accounts import permissions, signing
from portal.curation import contents, saving, shown, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.curation.contents import Item
from portal.curation.forms import CommentForm, comment_values, describe_values, description_form, faults
from portal.curation.models import Collection
from portal.current_index import current_index
from portal.extensions import db


@blueprint.get("/collections/<slug>")
def workbench(slug: str) -> str:
    """A collection as those who work on it see it."""
    found, account = opened(slug, permissions.may_work_on), signing.required()
    newest = store.newest(db.session(), found)
    return render_template(
        "curation/workbench.html",
        collection=found,
        newest=newest,
        contents=newest.contents,
        sections=shown.for_curators(newest.contents, current_index()),
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
    change = contents.describe(form.title.data or "", form.introduction.data or "", form.text.data or "", form.theme.data or "")
    return saving.changed(found, change, "Changed the description", saving.Typed(form, describe_values))


@blueprint.get("/collections/<slug>/items/<case>")
def item(slug: str, case: str) -> str:
    """The form for the comment on one case study."""
    found = opened(slug, permissions.may_edit)
    it = _item(found, case)
    return _item_page(found, it, CommentForm(data=comment_values(it)), found.version)


@blueprint.post("/collections/<slug>/items/<case>")
@CHANGING
def comment(slug: str, case: str) -> Response | tuple[str, int]:
    """Keep the comment on one case study."""
    found = opened(slug, permissions.may_edit)
    it, form = _item(found, case), CommentForm(request.form)
    if not form.validate():
        return _item_page(found, it, form, saving.seen_version(), faults(form)), 422
    change = contents.comment_on(it.slug, form.comment.data or "", bool(form.start_here.data))
    typed = saving.Typed(form, lambda them: comment_values(them.item(it.slug)))
    return saving.changed(found, change, f"Changed the comment on “{_title(it.slug)}”", typed, anchor=f"item-{it.slug}")


@blueprint.post("/collections/<slug>/items/<case>/move")
@CHANGING
def move(slug: str, case: str) -> Response:
    """Move a case study up or down."""
    found = opened(slug, permissions.may_edit)
    up = request.form.get("to") == "up"
    what = f"Moved “{_title(case)}” {'up' if up else 'down'}"
    return saving.changed(found, contents.move(case, -1 if up else 1), what, anchor=f"item-{case}")


@blueprint.post("/collections/<slug>/items/<case>/take-out")
@CHANGING
def take_out(slug: str, case: str) -> Response:
    """Take a case study out. The version before still holds it."""
    found = opened(slug, permissions.may_edit)
    return saving.changed(found, contents.take_out(case), f"Took out “{_title(case)}”")


def _item(collection: Collection, case: str) -> Item:
    return store.newest(db.session(), collection).contents.item(case) or abort(404)


def _item_page(collection: Collection, it: Item, form: CommentForm, version: int, errors: list[dict[str, str]] | None = None) -> str:
    case_study = current_index().get(it.slug)
    return render_template(
        "curation/item.html", collection=collection, item=it, case_study=case_study, form=form, version=version, errors=errors
    )


def _title(slug: str) -> str:
    found = current_index().get(slug)
    return found.title if found else slug
