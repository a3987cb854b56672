"""A regional body's page for its members, and a new collection in its name."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import audit, permissions, signing
from portal.curation import contents, sharing, store
from portal.curation.blueprint import CHANGING, blueprint
from portal.curation.forms import described, description_form, faults
from portal.current_index import current_index
from portal.database import committed
from portal.extensions import db


@blueprint.get("")
def mine() -> str:
    """The bodies one belongs to, and their collections."""
    account = signing.required()
    bodies = sorted((it.body for it in account.memberships), key=lambda body: body.name)
    held = store.held_by(db.session(), [body.id for body in bodies])
    asked = sharing.asked_of(db.session(), [body.id for body in bodies if permissions.may_answer_for(account, body)])
    return render_template("curation/mine.html", account=account, bodies=bodies, held=held, asked=asked)


@blueprint.get("/bodies/<slug>")
def body(slug: str) -> str:
    """One body: its collections, its people, and what was done."""
    found = signing.opened_body(slug, permissions.may_see_body)
    account = signing.required()
    return render_template(
        "curation/body.html",
        body=found,
        held=store.held_by(db.session(), [found.id]),
        asked=sharing.asked_of(db.session(), [found.id]),
        may_answer=permissions.may_answer_for(account, found),
        log=audit.entries_of_body(db.session(), found.id, 50),
        may_manage=permissions.may_manage_people(account, found),
        may_make=permissions.may_make_collection(account, found),
    )


@blueprint.get("/bodies/<slug>/new")
def new(slug: str) -> str:
    """The form for a new collection."""
    found = signing.opened_body(slug, permissions.may_make_collection)
    return render_template("curation/new.html", body=found, form=description_form(current_index().vocabulary))


@blueprint.post("/bodies/<slug>/new")
@CHANGING
def make(slug: str) -> Response | tuple[str, int]:
    """Begin a collection, and lead to it."""
    found = signing.opened_body(slug, permissions.may_make_collection)
    form = description_form(current_index().vocabulary, request.form)
    if not form.validate():
        return render_template("curation/new.html", body=found, form=form, errors=faults(form)), 422
    first = described(form)(contents.Contents(title=""))
    made = committed(db.session(), lambda: store.new_collection(db.session(), signing.required(), found, first))
    return redirect(url_for("curation.workbench", slug=made.slug), 303)
