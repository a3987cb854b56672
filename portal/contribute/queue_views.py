"""The queue of contributions, for editors of the site: read one, see what the rule book says and what is like it, and decide."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from indexer import CaseStudy, Fault, Hit, Query, check_case_study, sketch
from portal.accounts import audit, permissions, signing
from portal.contribute import releasing, sending, store
from portal.contribute.blueprint import is_taken, today
from portal.contribute.models import STATES, Contribution
from portal.contribute.repository import NotPushed, branch_of
from portal.contribute.views import as_read
from portal.current_index import current_index
from portal.extensions import db, limiter
from portal.mail import MailNotSent

blueprint = Blueprint("editors", __name__, url_prefix="/editors")

#: How many of the case studies that are like one are named, and the most of a reason that is kept.
MOST_LIKE, LONGEST_REASON = 5, 2000

DECIDING = limiter.shared_limit("200 per hour", scope="decide", methods=["POST"])
LATE = "Another editor was quicker. What they decided stands."
ANEW = "Its author has sent it anew since you opened this page. What stands here now is what they sent last: read it again."
REASON = "Give a reason: its author has worked on it."


@dataclass(frozen=True, slots=True)
class Seen:
    """A contribution as an editor judges it: what readers would see, what the rule book says, and what is like it here."""

    case_study: CaseStudy
    told: tuple[Fault, ...]
    like: tuple[Hit, ...]
    taken: bool
    of_same_name: tuple[Contribution, ...]


@blueprint.before_request
def _editors_only() -> None:
    """To anybody else there are no such pages."""
    signing.allow(permissions.may_edit_site(signing.required()), hidden=True)


@blueprint.after_request
def _keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/contributions")
def contributions() -> str:
    """Those that wait, oldest first, or those in another state."""
    state = next((it for it in STATES if it == request.args.get("state")), "waiting")
    found, counts = store.contributions(db.session(), state), store.counts(db.session())
    return render_template("contribute/queue.html", found=found, state=state, states=STATES, counts=counts)


@blueprint.get("/contributions/<int:number>")
def contribution(number: int) -> str:
    """One of them, with all there is to know before deciding."""
    return _page(_found(number))


def _page(it: Contribution, wrong: str = "", reason: str = "") -> str:
    log = audit.entries_about(db.session(), store.about(it), 50)
    to = current_app.config["CONTRIBUTIONS_REPOSITORY"]
    shown = {"wrong": wrong, "needs_reason": wrong == REASON, "reason": reason, "can_release": bool(to), "branch": branch_of(it.path)}
    return render_template("contribute/judge.html", it=it, seen=_seen(it), log=log, **shown)


def _seen(it: Contribution) -> Seen:
    lists, content = current_index().vocabulary, it.text.encode()
    finished, told = check_case_study(it.path, content, lists, today())
    case_study = finished or sketch(it.path, content, lists, today())
    question = Query(f"{case_study.title} {case_study.summary}", per_page=MOST_LIKE, show="case studies")
    like = sorted(current_index().search(question).hits, key=lambda hit: -hit.scores.meaning)
    return Seen(case_study, tuple(told), tuple(like), is_taken(it.slug), tuple(store.of_same_name(db.session(), it)))


@blueprint.get("/contributions/<int:number>/preview")
def preview(number: int) -> str:
    """What readers would see."""
    it = _found(number)
    seen = sketch(it.path, it.text.encode(), current_index().vocabulary, today())
    return render_template("contribute/preview.html", key="", faults=0, judged=it.id, **as_read(seen))


@blueprint.get("/contributions/<int:number>/file")
def file(number: int) -> Response:
    """The Markdown file, to keep. Never as a page: its words are a stranger's."""
    it = _found(number)
    headers = {"Content-Disposition": f'attachment; filename="{it.slug}.md"'}
    return Response(it.text, content_type="text/markdown; charset=utf-8", headers=headers)


@blueprint.post("/contributions/<int:number>/release")
@DECIDING
def release(number: int) -> AnyResponse | tuple[str, int]:
    """Push it as a branch, where the usual checks and a person look at it again."""
    it = _found(number)
    if wrong := _too_late(it):
        return _page(it, wrong, _reason()), 409
    try:
        releasing.push(current_app.config, it)
    except NotPushed as error:
        return _page(it, str(error), _reason()), 503
    return _decided(it, "released", _reason())


@blueprint.post("/contributions/<int:number>/decline")
@DECIDING
def decline(number: int) -> AnyResponse | tuple[str, int]:
    """Decline it, and tell its author why."""
    it, reason = _found(number), _reason()
    if wrong := _too_late(it):
        return _page(it, wrong, reason), 409
    if not reason:
        return _page(it, REASON), 422
    return _decided(it, "declined", reason)


def _decided(it: Contribution, state: str, reason: str) -> AnyResponse | tuple[str, int]:
    if not store.judge(db.session(), signing.required(), it, state, reason):
        db.session.rollback()
        pushed = f" The branch {branch_of(it.path)} was pushed all the same: take it away." if state == "released" else ""
        return _page(it, (_too_late(it) or LATE) + pushed, reason), 409
    db.session.commit()
    try:
        sending.tell_author(current_app.config, it)
    except MailNotSent as error:
        current_app.logger.error("%s Its author sees the decision by their link.", error)
        return redirect(url_for("editors.contribution", number=it.id, untold=1), 303)
    return redirect(url_for("editors.contribution", number=it.id), 303)


def _too_late(it: Contribution) -> str:
    """Why it cannot be decided about as the editor has seen it; nothing if it can."""
    if request.form.get("sent") != it.sent.isoformat():
        return ANEW
    return "" if it.state == "waiting" else LATE


def _reason() -> str:
    return request.form.get("reason", "").strip()[:LONGEST_REASON]


def _found(number: int) -> Contribution:
    return store.contribution(db.session(), number) or abort(404)
