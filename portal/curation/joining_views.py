"""Several bodies that curate one collection: ask another, say yes or no in a body's name, end it; and what each may do."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import permissions, signing
from portal.accounts import store as accounts_store
from portal.curation import sharing, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.database import committed
from portal.extensions import db


@blueprint.get("/collections/<slug>/bodies")
def bodies(slug: str) -> str:
    """Who curates it, who is asked to, and who may do what."""
    found, account = opened(slug, permissions.may_work_on), signing.required()
    known = {it.body_id for it in found.curators}
    return render_template(
        "curation/bodies.html",
        collection=found,
        title=store.newest(db.session(), found).contents.title,
        others=[body for body in accounts_store.bodies(db.session()) if body.id not in known],
        may_share=permissions.may_share(account, found),
        may_leave={it.body_id for it in found.curators if not it.leads and permissions.may_answer_for(account, it.body)},
    )


@blueprint.post("/collections/<slug>/bodies")
@CHANGING
def share(slug: str) -> Response:
    """Ask another body to curate it too."""
    found = opened(slug, permissions.may_share)
    other = accounts_store.body_named(db.session(), request.form.get("body", "")) or abort(404)
    committed(db.session(), lambda: sharing.ask(db.session(), signing.required(), found, other))
    return redirect(url_for("curation.bodies", slug=found.slug), 303)


@blueprint.post("/collections/<slug>/bodies/<other>/end")
@CHANGING
def end_sharing(slug: str, other: str) -> Response:
    """End it: an owner of the leading body, or of the one that leaves."""
    found, account = opened(slug, permissions.may_work_on), signing.required()
    body = accounts_store.body_named(db.session(), other) or abort(404)
    signing.allow(permissions.may_share(account, found) or permissions.may_answer_for(account, body))
    sharing.end(db.session(), account, sharing.part_of(found, body) or abort(404))
    db.session.commit()
    still = permissions.may_work_on(account, found)
    return redirect(url_for("curation.bodies", slug=found.slug) if still else url_for("curation.mine"), 303)


@blueprint.post("/bodies/<slug>/asked/<int:number>")
@CHANGING
def answer(slug: str, number: int) -> Response:
    """Say yes or no, in the name of a body, to curating another's collection."""
    body, account = signing.opened_body(slug, permissions.may_answer_for), signing.required()
    asked = sharing.one_asked(db.session(), body, number) or abort(404)
    yes, collection = request.form.get("answer") == "yes", asked.collection
    if yes:
        sharing.accept(db.session(), account, asked)
    else:
        sharing.end(db.session(), account, asked)
    db.session.commit()
    there = url_for("curation.workbench", slug=collection.slug) if yes else url_for("curation.body", slug=body.slug)
    return redirect(there, 303)
