"""Pages to begin a draft and to write it, a step at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from indexer import CaseStudy, Query
from portal import casestudies
from portal.contribute import store
from portal.contribute.blueprint import blueprint, key_of, link_to, opened, report_on, today
from portal.contribute.forms import page_form, show_faults
from portal.contribute.models import Draft
from portal.contribute.report import state
from portal.contribute.steps import BY_NAME, STEPS, WORDS, Step, next_step
from portal.contribute.values import LARGEST, TooLarge, merged, without_row
from portal.current_index import current_index
from portal.extensions import db, limiter
from portal.templating import site_url
from portal.typed import clean

#: As many near ones are shown to somebody who is about to write.
NEAR = 5

#: Longest description of what somebody is about to write, in characters.
LONGEST_ABOUT = 500

TOO_LARGE = f"This was not saved: a case study holds up to {LARGEST // 1000},000 characters in all. Shorten it, and link to long material."

BEGINNING = limiter.shared_limit("20 per day", scope="begin a draft", methods=["POST"])
WRITING = limiter.shared_limit("600 per hour", scope="write", methods=["POST"])


@blueprint.get("")
def start() -> str:
    """Ways to share a project, and what happens next."""
    return render_template("contribute/start.html")


@blueprint.get("/new")
def new() -> str:
    """Has this been written up already?"""
    about = clean(request.args.get("about"))[:LONGEST_ABOUT]
    index = current_index()
    near = index.search(Query(about, per_page=NEAR)) if about else None
    missing = "about" in request.args and not about
    return render_template("contribute/new.html", about=about, missing=missing, near=near, vocabulary=index.vocabulary)


@blueprint.post("/new")
@BEGINNING
def begin() -> Response | tuple[str, int]:
    """Begin a draft, and give its author the link to it."""
    title = clean(request.form.get("about"))[:LONGEST_ABOUT].partition("\n")[0]
    try:
        draft = store.new_draft(db.session(), {"title": title, "language": "en"}, current_app.config["MOST_DRAFTS"])
    except store.Full:
        return render_template("contribute/full.html"), 503
    db.session.commit()
    return redirect(url_for("contribute.draft", key=key_of(draft)), 303)


@blueprint.get("/draft")
def draft() -> str:
    """The task list: what has been said, and what is still to say."""
    found = opened()
    report = report_on(found)
    groups: dict[str, list[tuple[Step, str]]] = {}
    for step in STEPS:
        groups.setdefault(step.group, []).append((step, state(step, found.values, report)))
    return render_template(
        "contribute/draft.html", draft=found, key=key_of(found), link=link_to(found), groups=groups, report=report, kept=store.KEPT.days
    )


@blueprint.get("/draft/<name>")
def step(name: str) -> str:
    """One page of the form. It points out faults in what is there, but not what is only missing so far."""
    step, found = BY_NAME.get(name) or abort(404), opened()
    lists = current_index().vocabulary
    form = page_form(step, found.values, lists, more=request.args.get("more", ""))
    told = [it for it in report_on(found).of(step) if "mend" in request.args or not it.is_missing]
    return _page(step, found, form, show_faults(form, told))


@blueprint.post("/draft/<name>")
@WRITING
def save_step(name: str) -> Response | str | tuple[str, int]:
    """Keep what was typed; then make or take away room for a row, or point out faults, or go on."""
    step, found = BY_NAME.get(name) or abort(404), opened()
    form = page_form(step, found.values, current_index().vocabulary, request.form)
    what, _, where = request.form.get("do", "").partition(" ")
    typed = without_row(form.data, where) if what == "remove" else form.data
    try:
        store.save(found, merged(found.values, step, typed))
    except TooLarge:
        return _page(step, found, form, [{"text": TOO_LARGE, "href": f"#{step.fields[0]}"}]), 413
    db.session.commit()
    return _after(step, found, what, where)


def _after(step: Step, draft: Draft, what: str, where: str) -> Response | str:
    """Back to the page where a row comes or goes, or something must be mended; else on to the next."""
    key = key_of(draft)
    if what == "add" and where in step.fields:
        row = len(draft.values.get(where) or [])
        return redirect(url_for("contribute.step", name=step.name, key=key, more=where, _anchor=f"{where}-{row}"), 303)
    if what == "remove":
        return redirect(url_for("contribute.step", name=step.name, key=key, _anchor=where.partition("-")[0]), 303)
    if what == "later":
        return redirect(url_for("contribute.draft", key=key), 303)
    if report_on(draft).of(step):
        return redirect(url_for("contribute.step", name=step.name, key=key, mend=1), 303)
    following = next_step(step)
    return redirect(url_for("contribute.step", name=following.name, key=key) if following else url_for("contribute.draft", key=key), 303)


def _page(step: Step, draft: Draft, form: Form, errors: list[dict[str, str]]) -> str:
    lists = current_index().vocabulary
    return render_template(
        "contribute/step.html",
        step=step,
        key=key_of(draft),
        form=form,
        errors=errors,
        words=WORDS,
        councils=lists.councils,
        partners=lists.partners,
    )


@blueprint.get("/draft/preview")
def preview() -> str:
    """What readers will see."""
    found = opened()
    report = report_on(found)
    return render_template("contribute/preview.html", key=key_of(found), faults=len(report.faults), **as_read(report.case_study))


def as_read(it: CaseStudy) -> Mapping[str, Any]:
    """All that the page of a case study says, of one that is not published."""
    return casestudies.page(it, current_index().vocabulary, site_url(url_for("browse.case_study", slug=it.slug)), today())


@blueprint.get("/draft/check")
def check_draft() -> str:
    """Everything the rule book says, and where to mend it."""
    found = opened()
    return render_template("contribute/check_draft.html", key=key_of(found), report=report_on(found))


@blueprint.get("/draft/file")
def file() -> Response:
    """The Markdown file, to keep or to send. Not while it has faults."""
    found = opened()
    report = report_on(found)
    if report.faults:
        return redirect(url_for("contribute.check_draft", key=key_of(found)), 303)
    name = report.written.path.rpartition("/")[2]
    return Response(
        report.written.content,
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/draft/delete")
def ask_delete() -> str:
    """Do you want to delete it?"""
    return render_template("contribute/delete.html", key=key_of(opened()))


@blueprint.post("/draft/delete")
@WRITING
def delete() -> str:
    """Take the draft away, at once and for good."""
    store.delete(db.session(), opened())
    db.session.commit()
    return render_template("contribute/deleted.html")
