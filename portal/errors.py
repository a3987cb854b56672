"""Pages for when something is not there, was taken down, or went wrong. None of them asks the index or the database."""

from __future__ import annotations

import math
import time

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException

from indexer import IndexMissing
from portal.extensions import limiter
from portal.templating import AssetsMissing

#: Statuses with a page of their own. Any other gets the page for 400 or for 500.
PAGES = (400, 403, 404, 405, 410, 413, 429, 500, 503)


def install(app: Flask) -> None:
    """Have each kind of error answered by a page in our layout."""
    app.register_error_handler(HTTPException, _page)
    app.register_error_handler(CSRFError, _form)
    app.register_error_handler(IndexMissing, _no_index)
    app.register_error_handler(AssetsMissing, _no_assets)
    app.register_error_handler(IntegrityError, _taken)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(NoConnection, _no_database)


def _page(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    known = status if status in PAGES else 400 if status < 500 else 500
    wait = _wait() if status == 429 else 0
    response = make_response(render_template(f"errors/{known}.html", again=_in_words(wait)), status)
    for name, value in error.get_headers():
        if name.lower() != "content-type":
            response.headers.add(name, value)
    if status == 429:
        response.headers["Retry-After"] = str(wait)
    return response


def _wait() -> int:
    """Seconds until more is taken, by the limit that was met."""
    limit = limiter.current_limit
    return max(1, min(math.ceil(limit.reset_at - time.time()), limit.limit.get_expiry())) if limit else 3600


def _in_words(seconds: int) -> str:
    """A wait as people say it, never too short."""
    minutes = -(-seconds // 60)
    if minutes < 90:
        return "in a minute" if minutes <= 1 else f"in {minutes} minutes"
    return f"in {-(-minutes // 60)} hours"


def _form(_: CSRFError) -> tuple[str, int]:
    return render_template("errors/form.html"), 400


def _no_index(_: IndexMissing) -> tuple[str, int, dict[str, str]]:
    return render_template("errors/503.html"), 503, {"Retry-After": "60"}


def _no_assets(error: AssetsMissing) -> tuple[str, int, dict[str, str]]:
    return f"{error}\n", 503, {"Content-Type": "text/plain; charset=utf-8"}


def _taken(error: IntegrityError) -> tuple[str, int]:
    """Two wrote what there can be only one of, and the view did not try again. Logged: it may also be a fault of ours."""
    current_app.logger.error("Refused by the database for %s", request.url_rule, exc_info=error)
    return render_template("errors/409.html"), 409


def _no_database(error: OperationalError | NoConnection) -> tuple[str, int, dict[str, str]]:
    """The server is away, or was asked for more than it can give at once. A missing table is neither, whatever SQLite calls it."""
    if "no such" in str(error):
        raise error
    # By the rule of the address: what stands in its place may be a secret.
    current_app.logger.error("The database could not be used for %s", request.url_rule, exc_info=error)
    return render_template("errors/busy.html"), 503, {"Retry-After": "60"}
