"""The last steps of signing in, however somebody began: a code if their account asks for one, and then a session."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response

from portal.accounts import council, factors, signing, store
from portal.accounts.council import Vouched
from portal.accounts.models import Account
from portal.extensions import db


def enter(account: Account, how: str, onward: str | None, vouched: Vouched | None = None) -> Response:
    """Begin a session and lead on, or ask for a code first. Raises store.Taken where who is vouched for is somebody else here."""
    if account.second_factor is not None:
        signing.begin_half(account, how, onward, vouched.as_kept() if vouched else None)
        db.session.commit()
        return redirect(url_for("accounts.code"), 303)
    return _in(account, how, onward, vouched)


def enter_with_code(account: Account, code: str, keys: tuple[str, ...]) -> Response | None:
    """Begin the session that a code was asked for. None if the code is not right."""
    begun = signing.half()
    if begun is None or not factors.use(db.session(), account, keys, code):
        return None
    vouched = Vouched(**begun["vouched"]) if begun["vouched"] else None
    return _in(account, f"{begun['how']} and a code", signing.local(begun["onward"]), vouched)


def _in(account: Account, how: str, onward: str | None, vouched: Vouched | None) -> Response:
    if vouched:
        council.join(db.session(), account, vouched)
    signing.begin(store.begin_session(db.session(), account, how))
    db.session.commit()
    return redirect(onward or url_for("accounts.account"), 303)
