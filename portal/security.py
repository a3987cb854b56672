"""What every answer carries to keep readers safe, and what is believed of a request."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

#: For a page that any site may show in a frame of its own: no scripts, no forms, and nothing that knows who asks.
FRAMED_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors *",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

#: Characters of an address after its `?` that are read: room for a pasted email in any script, and every filter.
MOST_QUERY = 32_768

A_YEAR = 365 * 24 * 60 * 60


def protect(app: Flask) -> None:
    """Believe as many proxies as the settings say, cut endless addresses, and put our headers on every answer."""
    app.wsgi_app = BoundedQuery(app.wsgi_app)  # type: ignore[method-assign]
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.after_request(_add_headers)


def let_be_framed(response: Response) -> Response:
    """Let any site show this answer in a frame. Nothing else may be framed."""
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    return response


class BoundedQuery:
    """Cuts what comes after the `?` of an address to a length that costs nothing to read. A cut question is still a question."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the application does."""
        environ["QUERY_STRING"] = environ.get("QUERY_STRING", "")[:MOST_QUERY]
        return self._app(environ, start_response)


def _add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={A_YEAR}; includeSubDomains")
    if request.endpoint == "static" and response.status_code < 400:
        response.cache_control.public = True
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
    return response
