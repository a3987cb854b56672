"""Reviewing: what members say of a version, whether reviewers approve it, and when somebody should look at it again."""

from __future__ import annotations

from typing import get_args

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.accounts import permissions, signing
from portal.curation import remarks, saving, shown, store
from portal.curation.blueprint import CHANGING, blueprint, opened
from portal.curation.forms import RemarkForm, ReviewForm, faults
from portal.curation.models import Collection, Remark, Verdict
from portal.current_index import current_index
from portal.extensions import db
from portal.templating import day


@blueprint.get("/collections/<slug>/remarks")
def remarks_page(slug: str) -> str:
    """What was said of it, and the form to say more."""
    return _remarks_page(opened(slug, permissions.may_work_on), RemarkForm())


@blueprint.post("/collections/<slug>/remarks")
@CHANGING
def remark(slug: str) -> Response | tuple[str, int]:
    """Say something of the version that was read, approve it, or ask for a change. Only the newest can be approved."""
    found, form = opened(slug, permissions.may_remark), RemarkForm(request.form)
    verdict: Verdict = next((each for each in get_args(Verdict) if each == request.form.get("verdict")), "remark")
    signing.allow(verdict == "remark" or permissions.may_approve(signing.required(), found))
    if verdict != "approved" and not form.words.data:
        form.words.errors = ["Write what you want to say."]
    if not form.validate(extra_validators=None) or form.words.errors:
        return _remarks_page(found, form), 422
    seen = min(saving.seen_version() or found.version, found.version)
    if verdict == "approved" and seen != found.version:
        return saving.conflict(found, "Approved it")
    remarks.say(db.session(), signing.required(), found, seen, verdict, form.words.data or "", _about(found))
    db.session.commit()
    return redirect(url_for("curation.remarks_page", slug=found.slug), 303)


@blueprint.post("/collections/<slug>/remarks/<int:number>/settle")
@CHANGING
def settle(slug: str, number: int) -> Response:
    """Say that a remark was seen to."""
    found = opened(slug, permissions.may_remark)
    said = remarks.one_of(db.session(), found, number) or abort(404)
    remarks.settle(db.session(), signing.required(), said)
    db.session.commit()
    return redirect(url_for("curation.remarks_page", slug=found.slug), 303)


@blueprint.get("/collections/<slug>/review-date")
def review_date(slug: str) -> str:
    """When should somebody look at it again?"""
    found = opened(slug, permissions.may_edit)
    return _date_page(found, ReviewForm(data={"review_by": found.review_by}))


@blueprint.post("/collections/<slug>/review-date")
@CHANGING
def set_review_date(slug: str) -> Response | tuple[str, int]:
    """Keep the day by which somebody should look at it again."""
    found, form = opened(slug, permissions.may_edit), ReviewForm(request.form)
    if not form.validate():
        return _date_page(found, form), 422
    if request.form.get("was", "") != str(found.review_by or ""):
        return _date_conflict(found, form)
    try:
        store.set_review(db.session(), signing.required(), found, found.review_by, form.review_by.data)
    except store.Stale:
        return _date_conflict(found, form)
    db.session.commit()
    return redirect(url_for("curation.workbench", slug=found.slug), 303)


@blueprint.post("/collections/<slug>/reviewed")
@CHANGING
def reviewed(slug: str) -> Response:
    """Somebody looked at it again, and it still holds."""
    found = opened(slug, permissions.may_edit)
    store.looked_again(db.session(), signing.required(), found)
    db.session.commit()
    return redirect(url_for("curation.workbench", slug=found.slug), 303)


def _about(found: Collection) -> str | None:
    """The case study that a remark is about, if it is one of these."""
    return next((it.slug for it in store.newest(db.session(), found).contents.items if it.slug == request.form.get("about")), None)


def _date_conflict(found: Collection, form: ReviewForm) -> Response:
    db.session.refresh(found)
    mine, now = day(form.review_by.data), day(found.review_by)
    sent = " ".join(request.form.getlist("review_by"))
    side = saving.Side("review_by", "Look at it again by", mine, now, sent)
    return saving.conflict_of(found, "Set the review date", side, str(found.review_by or ""))


def _date_page(found: Collection, form: ReviewForm) -> str:
    was = request.form.get("was", str(found.review_by or ""))
    return render_template("curation/review_date.html", collection=found, form=form, was=was, errors=faults(form))


def _remarks_page(found: Collection, form: RemarkForm) -> str:
    account, newest = signing.required(), store.newest(db.session(), found)
    said: list[Remark] = list(remarks.all_of(db.session(), found))
    items = [it for section in shown.for_curators(newest.contents, current_index()) for it in section.items]
    return render_template(
        "curation/remarks.html",
        collection=found,
        newest=newest,
        said=said,
        items=items,
        names={it.item.slug: it.name for it in items},
        form=form,
        may_remark=permissions.may_remark(account, found),
        may_approve=permissions.may_approve(account, found),
        errors=faults(form),
    )
