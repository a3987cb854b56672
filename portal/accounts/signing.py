"""Who is signed in. The browser holds a signed cookie with the account's number and epoch; every page that acts asks SQL about both.

Only the header goes by the cookie alone, so that reading and searching ask SQL nothing, and a page about a fault can still be shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, redirect, request, session, url_for

from portal.accounts import permissions, store
from portal.accounts.models import Account, RegionalBody
from portal.extensions import db

#: A session ends this long after signing in, whatever is done in it.
LASTS = timedelta(hours=12)

#: How long somebody has to say their code.
A_MOMENT = timedelta(minutes=10)

#: Longest address that somebody is led back to.
LONGEST_NEXT = 2_000


def install(app: Flask) -> None:
    """Let every template say who is signed in, and let nothing between us and their browser keep their pages."""
    app.jinja_env.globals["signed_in_name"] = signed_in_name
    app.jinja_env.globals["is_curator"] = lambda: permissions.may_curate(current_account())
    app.after_request(_keep_private)


def begin(account: Account) -> None:
    """Begin a session: a new one, with nothing in it of what was there before."""
    session.clear()
    session["account"], session["epoch"], session["name"] = account.id, account.epoch, account.name
    session["since"] = _seconds()


def begin_half(account: Account, how: str, onward: str | None, vouched: Mapping[str, str] | None = None) -> None:
    """Remember that somebody was right about one thing, and is still to say a code. It lets nobody do anything else."""
    session.clear()
    session["half"] = {"account": account.id, "epoch": account.epoch, "since": _seconds(), "how": how, "onward": onward, "vouched": vouched}


def half() -> Mapping[str, Any] | None:
    """What is remembered of who is still to say a code, for ten minutes."""
    return _of_late("half")


def begin_joining(account: Account) -> None:
    """Remember that somebody's own password was right a moment ago, and that they go to their council to join the two."""
    session["joining"] = {"account": account.id, "since": _seconds()}


def joining() -> int | None:
    """The account that is being joined to a council's sign-in, for ten minutes."""
    begun = _of_late("joining")
    return begun["account"] if begun else None


def _of_late(name: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = session.get(name)
    return found if found and 0 <= _seconds() - found["since"] < A_MOMENT.total_seconds() else None


def half_account() -> Account | None:
    """Who is still to say a code."""
    begun = half()
    found = store.account(db.session(), begun["account"]) if begun else None
    return found if begun and found and found.epoch == begun["epoch"] and permissions.may_sign_in(found) else None


def end() -> None:
    """Forget in this browser who was signed in."""
    session.clear()
    g.pop("account", None)


def signed_in_name() -> str | None:
    """The name in the header, by the cookie alone. Not enough to let anybody do anything."""
    name: str | None = session.get("name")
    return name


def current_account() -> Account | None:
    """Who asks, for this request. A session that has ended, or whose account is disabled, is nobody's, and goes."""
    if "account" not in session:
        return None
    if "account" not in g:
        g.account = _account()
        if g.account is None:
            session.clear()
    found: Account | None = g.account
    return found


def required() -> Account:
    """Who asks. If nobody has signed in, they are led to where they can, and back here if they were only reading."""
    return current_account() or abort(_to_sign_in())


def allow(allowed: bool, *, hidden: bool = False) -> None:
    """Go on only if a permission says so. Where even being there is a secret, it is as if it were not."""
    if not allowed:
        required()
        abort(404 if hidden else 403)


def opened_body(slug: str, may: Callable[[Account | None, RegionalBody], bool]) -> RegionalBody:
    """The regional body of a slug, for somebody who may do this with it. To others its pages are not there."""
    account = required()
    found = store.body_named(db.session(), slug) or abort(404)
    allow(permissions.may_see_body(account, found), hidden=True)
    allow(may(account, found))
    return found


def local(address: str | None) -> str | None:
    """An address to lead somebody on to, if it is a path on this site: `//elsewhere` and `/\\elsewhere` are not."""
    if not address or len(address) > LONGEST_NEXT or not address.startswith("/") or address.startswith("//"):
        return None
    if "\\" in address or any(not letter.isprintable() for letter in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if not parts.scheme and not parts.netloc else None


def _account() -> Account | None:
    if not 0 <= _seconds() - session.get("since", 0) < LASTS.total_seconds():
        return None
    found = store.account(db.session(), session["account"])
    return found if found and found.epoch == session.get("epoch") and permissions.may_sign_in(found) else None


def _to_sign_in() -> Response:
    back = local(request.full_path.rstrip("?")) if request.method == "GET" else None
    answer = redirect(url_for("accounts.sign_in", next=back), 303)
    assert isinstance(answer, Response)
    return answer


def _keep_private(response: Response) -> Response:
    if request.endpoint != "static" and "account" in session and not response.cache_control.no_store:
        response.cache_control.public = False
        response.cache_control.private = response.cache_control.no_cache = True
    return response


def _seconds() -> int:
    return int(datetime.now(UTC).timestamp())
