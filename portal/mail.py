"""Mail, for the few occasions when the site must write to somebody: plain text, one message, over a connection that is encrypted."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

#: How long the mail server may take to answer, in seconds.
PATIENCE = 20

_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")

_OURSELVES = ("localhost", "127.0.0.1", "::1")


class MailNotSent(Exception):
    """The mail server could not be reached, or would not take the message."""


def is_address(text: str) -> bool:
    """Whether it looks like one mail address."""
    return len(text) <= 254 and bool(_ADDRESS.fullmatch(text))


def written(sender: str, to: str, subject: str, words: str) -> EmailMessage:
    """A message from the site."""
    message = EmailMessage()
    message["From"] = f"Copybook <{sender}>"
    message["To"] = to
    message["Subject"] = " ".join(subject.split())[:200]
    message.set_content(words)
    return message


def send_mail(server: str, message: EmailMessage) -> None:
    """Hand a message to the mail server at an smtp:// or smtps:// address. Raises MailNotSent."""
    parts = urlsplit(server)
    try:
        with _connect(parts.scheme, parts.hostname or "", parts.port) as connection:
            if parts.username:
                connection.login(unquote(parts.username), unquote(parts.password or ""))
            connection.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        # Without its words, which may hold an address or a password.
        raise MailNotSent(f"The mail server did not take a message ({type(error).__name__}). Look at MAIL_URL.") from None


def _connect(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE, context=ssl.create_default_context())
    connection = smtplib.SMTP(host, port or 587, timeout=PATIENCE)
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=ssl.create_default_context())
    elif host not in _OURSELVES:
        connection.close()
        raise smtplib.SMTPNotSupportedError("no encryption")
    return connection
