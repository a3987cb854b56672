"""Links that let somebody do one thing once, signed, with the secret after the `?`, which no log of ours holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import current_app, has_request_context, request, url_for
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy.orm import Session

from portal.accounts import people, permissions, store
from portal.accounts.models import Account, Invitation
from portal.templating import site_url

#: How long a link to choose a new password is good for: by mail, and as whoever runs the site hands it over.
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


def reset_link(account: Account, lasts: timedelta) -> str:
    """The link to choose a new password. It opens nothing once that is done, since every session number is used once."""
    return _whole("accounts.reset", _sign("reset", [account.id, account.epoch, int(_stamp() + lasts.total_seconds())]))


def to_reset(session: Session, key: str) -> Account | None:
    """The account whose password this key may set."""
    match _read("reset", key):
        case [int(number), int(epoch), int(until)] if until > _stamp():
            found = store.account(session, number)
            return found if found and found.epoch == epoch and permissions.may_sign_in(found) else None
    return None


def invitation_key(invitation: Invitation) -> str:
    """What opens an invitation."""
    return _sign("invitation", [invitation.id, invitation.made.isoformat()])


def invitation_link(invitation: Invitation) -> str:
    """The whole link, for who is invited."""
    return _whole("accounts.invitation", invitation_key(invitation))


def invited(session: Session, key: str) -> Invitation | None:
    """The invitation that a key opens, if it is open."""
    match _read("invitation", key):
        case [int(number), str(made)]:
            found = people.invitation(session, number)
            return found if found and found.made.isoformat() == made and people.is_open(found) else None
    return None


def may_be_mailed() -> bool:
    """Whether the site can write to people: a server, a sender, and an address of its own, which a request could lie about."""
    config = current_app.config
    return bool(config["MAIL_URL"] and config["SITE_URL"] and (config["CONTACT_EMAIL"] or config["EDITORS_EMAIL"]))


def _whole(endpoint: str, key: str) -> str:
    if has_request_context() and request.url_root:
        return site_url(url_for(endpoint, key=key))
    address = current_app.config["SITE_URL"] or f"http://{current_app.config['COPYBOOK_BIND']}"
    with current_app.test_request_context():
        return f"{address}{url_for(endpoint, key=key)}"


def _sign(what: str, of: list[Any]) -> str:
    return str(URLSafeSerializer(current_app.secret_key or "", salt=f"account {what}").dumps(of))


def _read(what: str, key: str) -> Any:
    try:
        return URLSafeSerializer(current_app.secret_key or "", salt=f"account {what}").loads(key[:400])
    except (BadData, ValueError):
        return None


def _stamp() -> float:
    return datetime.now(UTC).timestamp()
