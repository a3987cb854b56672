"""Pages to send a case study, and to confirm the address that it was sent from."""

from __future__ import annotations

import hashlib

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.contribute import sending, store
from portal.contribute.blueprint import blueprint, key_of, opened, report_on, to_confirm
from portal.contribute.forge import new_file, which_forge
from portal.contribute.models import Contribution, Draft
from portal.contribute.report import Report
from portal.extensions import db, limiter
from portal.mail import MailNotSent, is_address

SENDING = limiter.shared_limit("20 per day", scope="send", methods=["POST"])
NOT_AN_ADDRESS = "Write your mail address, such as name@council.gov.uk. It is used to confirm that it is you, and to answer you."


def _mailbox() -> str:
    """Counts mails to one address, so that nobody can have the site write to somebody again and again. Kept as a digest."""
    return hashlib.sha256(request.form.get("email", "").strip().lower().encode()).hexdigest()[:32]


ONE_MAILBOX = limiter.shared_limit("5 per day", scope="mail", key_func=_mailbox, methods=["POST"])


@blueprint.get("/draft/send")
def send() -> Response | str:
    """How to send it. Not while it has faults."""
    draft = opened()
    report = report_on(draft)
    if report.faults:
        return redirect(url_for("contribute.check_draft", key=key_of(draft)), 303)
    return _send_page(draft, report)


def _send_page(draft: Draft, report: Report, email: str = "", wrong: str = "") -> str:
    config = current_app.config
    how = sending.way(config)
    page = None
    if how == "forge":
        forge = which_forge(config["REPOSITORY_URL"], config["FORGE"])
        page = new_file(config["REPOSITORY_URL"], forge, config["CONTENT_BRANCH"], report.written.path, report.written.text)
    return render_template(
        "contribute/send.html",
        key=key_of(draft),
        draft=draft,
        how=how,
        forge=page,
        written=report.written,
        editors=sending.editors(config),
        email=email,
        wrong=wrong,
    )


@blueprint.post("/draft/send")
@SENDING
@ONE_MAILBOX
def send_now() -> Response | str | tuple[str, int]:
    """Put it in the queue, or ask its author to confirm the address first."""
    draft, config = opened(), current_app.config
    how, report, email = sending.way(config), report_on(draft), request.form.get("email", "").strip()
    if report.faults or how not in ("queue", "confirm"):
        return redirect(url_for("contribute.send", key=key_of(draft)), 303)
    if how == "confirm" and not is_address(email):
        return _send_page(draft, report, email[:254], NOT_AN_ADDRESS)
    try:
        _send(draft, sending.as_sent(draft, report, *((email, "unconfirmed") if how == "confirm" else ("", "waiting"))))
    except store.Full:
        return render_template("contribute/full.html"), 503
    return redirect(url_for("contribute.draft", key=key_of(draft)), 303)


def _send(draft: Draft, sent: Contribution) -> None:
    """Write to its author first. A mail server takes its time, and while something is being kept nobody else can keep anything."""
    store.make_sure_of_room(db.session(), sending.MOST_WAITING)
    if sent.email:
        sending.ask_to_confirm(current_app.config, sent)
    store.send(db.session(), draft, sent, sending.MOST_WAITING)
    db.session.commit()


@blueprint.get("/confirm")
def ask_confirm() -> str:
    """A button, because the programs that look through mail open every link in it."""
    return render_template("contribute/confirm.html", contribution=to_confirm(), key=request.args["key"])


@blueprint.post("/confirm")
@SENDING
def confirm() -> str:
    """The address is its author's: now the editors hear of it."""
    contribution = to_confirm()
    if contribution.state == "unconfirmed":
        # Told first: what an editor was never told of must not be kept as if one had been.
        sending.tell_editors(current_app.config, contribution)
        store.decide(contribution, "waiting" if current_app.config["CONTRIBUTIONS"] == "queue" else "mailed")
        db.session.commit()
    return render_template("contribute/confirmed.html", contribution=contribution)


@blueprint.errorhandler(MailNotSent)
def _no_mail(error: MailNotSent) -> tuple[str, int]:
    """Nothing was changed: the author can try again."""
    current_app.logger.error("%s", error)
    db.session.rollback()
    return render_template("contribute/no_mail.html", editors=sending.editors(current_app.config)), 503
