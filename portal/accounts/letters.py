"""What the site writes to people about their accounts. Where a page must not take longer for those it knows, from a thread of its own."""

from __future__ import annotations

import logging
from email.message import EmailMessage
from threading import Thread

from flask import current_app

from portal.accounts import links
from portal.accounts.models import Account, Invitation
from portal.mail import MailNotSent, send_mail, written

_log = logging.getLogger(__name__)


def send_reset(account: Account | None) -> None:
    """The link to choose a new password, if there is such an account. For nobody, as much is done but the sending."""
    if account is None or account.disabled:
        _later(None)
        return
    if account.password is None and account.issuer:
        words = "Somebody, most likely you, asked for a new password. You have none here: sign in with your council’s own sign-in."
    else:
        words = f"""Somebody, most likely you, asked for a new password for your account. Open this link within an hour:

    {links.reset_link(account, links.AN_HOUR)}

If it was not you, do nothing. Your password stays as it is."""
    _later(_letter(account.email, "A new password", words))


def send_changed(account: Account) -> None:
    """That a password was changed, for whoever did not do it."""
    words = "Your password was changed, and every other session ended. If it was not you, ask for a new password at once, and tell us."
    _later(_letter(account.email, "Your password was changed", words))


def send_invitation(invitation: Invitation, link: str) -> None:
    """The link to join a regional body. Whoever invites waits, and hears if it cannot be sent. Raises MailNotSent."""
    words = f"""You are asked to join {invitation.body.name} as {invitation.role}. Its people gather case studies of councils’ work here.

Open this link within a week, once:

    {link}

If you do not know why, do nothing."""
    send_mail(current_app.config["MAIL_URL"], _written(invitation.email, f"Join {invitation.body.name}", words))


def _letter(to: str, subject: str, words: str) -> EmailMessage | None:
    return _written(to, subject, words) if links.may_be_mailed() else None


def _written(to: str, subject: str, words: str) -> EmailMessage:
    config = current_app.config
    return written(config["CONTACT_EMAIL"] or config["EDITORS_EMAIL"], to, subject, words)


def _later(message: EmailMessage | None) -> None:
    """Send it from a thread of its own. One is begun where there is nothing to send too: how long we take must tell nothing."""
    Thread(target=_send, args=(current_app.config["MAIL_URL"], message)).start()


def _send(server: str, message: EmailMessage | None) -> None:
    if message is None:
        return
    try:
        send_mail(server, message)
    except MailNotSent as error:
        _log.error("%s", error)
