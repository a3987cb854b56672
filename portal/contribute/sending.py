"""What “Send it” does, as the site's owner has set it up: the forge's page, the editors' queue, or a mail. Mail that the site writes."""

from __future__ import annotations

from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any, Literal

from flask import url_for

from portal.contribute.blueprint import confirmation_key
from portal.contribute.models import Contribution, Draft
from portal.contribute.report import Report
from portal.extensions import now
from portal.mail import send_mail, written
from portal.templating import site_url

Way = Literal["forge", "queue", "confirm", "by hand"]

#: As many may wait for an editor, or for their author to confirm an address, at once.
MOST_WAITING = 200


def way(config: Mapping[str, Any]) -> Way:
    """What can be done as things are set up. A way whose setting is missing falls back to the next plainer one."""
    if config["CONTRIBUTIONS"] == "forge" and config["REPOSITORY_URL"]:
        return "forge"
    if config["CONTRIBUTIONS"] == "queue":
        return "confirm" if config["MAIL_URL"] and editors(config) else "queue"
    return "confirm" if config["CONTRIBUTIONS"] == "mail" and config["MAIL_URL"] and editors(config) else "by hand"


def editors(config: Mapping[str, Any]) -> str:
    """The editors' mailbox, or nothing."""
    return config["EDITORS_EMAIL"] or config["CONTACT_EMAIL"] or ""


def as_sent(draft: Draft, report: Report, email: str, state: str) -> Contribution:
    """A contribution of the file as it is now, not kept yet."""
    file = report.written
    return Contribution(
        draft_id=draft.id, path=file.path, title=report.case_study.title, text=file.text, email=email, state=state, sent=now()
    )


def ask_to_confirm(config: Mapping[str, Any], contribution: Contribution) -> None:
    """Write to the author, and to nobody else yet. Raises MailNotSent."""
    link = site_url(url_for("contribute.ask_confirm", key=confirmation_key(contribution)))
    words = f"""Somebody, most likely you, sent us the case study

    {contribution.title}

and gave this address. If it was you, open this link within a week and press the button, and the editors will read it:

    {link}

If it was not you, do nothing. The editors will not see it, and we will not write again."""
    send_mail(config["MAIL_URL"], _mail(config, contribution.email, f"Confirm your case study: {contribution.title}", words))


def tell_editors(config: Mapping[str, Any], contribution: Contribution) -> None:
    """Send the file to the editors' mailbox; an answer goes to its author. Raises MailNotSent."""
    queued = f"It is number {contribution.id} in the queue: flask contributions show {contribution.id}"
    words = f"""A case study has come in:

    {contribution.title}
    casestudies/{contribution.path}

The file is attached. The check found nothing that must be mended. Its author confirmed the address that an answer goes to.
{queued if config["CONTRIBUTIONS"] == "queue" else ""}"""
    message = _mail(config, editors(config), f"A case study has come in: {contribution.title}", words)
    message["Reply-To"] = contribution.email
    message.add_attachment(contribution.text.encode(), maintype="text", subtype="markdown", filename=f"{contribution.slug}.md")
    send_mail(config["MAIL_URL"], message)


def tell_author(config: Mapping[str, Any], contribution: Contribution) -> None:
    """Write to the author what an editor decided, if there is an address and a way to. Raises MailNotSent."""
    if not (config["MAIL_URL"] and contribution.email and editors(config)):
        return
    released = contribution.state == "released"
    subject = "Your case study is on its way" if released else "Your case study was not taken"
    decided = "An editor has taken it on. It is published once it has been through the last check." if released else "An editor says:"
    words = f"{contribution.title}\n\n{decided}\n\n{contribution.reason}".rstrip()
    send_mail(config["MAIL_URL"], _mail(config, contribution.email, subject, words))


def _mail(config: Mapping[str, Any], to: str, subject: str, words: str) -> EmailMessage:
    return written(editors(config), to, subject, words)
