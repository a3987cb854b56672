from __future__ import annotations

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from portal.security import MOST_QUERY
from tests.portal.conftest import AppWith


@pytest.mark.parametrize("path", ["/", "/search?q=x", "/nowhere", "/static/nothing.css"])
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert {"connect-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} <= set(policy.split("; "))
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_browsers_are_told_to_stay_on_https_only_over_https(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "max-age=31536000" in client.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_no_cookie_is_set_by_reading(client: FlaskClient) -> None:
    for path in ("/", "/search?q=housing", "/nowhere"):
        assert "Set-Cookie" not in client.get(path).headers


def address_and_scheme(app: Flask) -> str:
    """What the application believes of a request that says it came through a proxy."""

    @app.get("/who")
    def who() -> str:
        return f"{request.remote_addr} {request.scheme} {request.host}"

    said = {"X-Forwarded-For": "192.0.2.7, 198.51.100.1", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "elsewhere.example"}
    return app.test_client().get("/who", headers=said).get_data(as_text=True)


def test_no_proxy_is_believed_unless_the_settings_say_so(app_with: AppWith) -> None:
    assert address_and_scheme(app_with()) == "127.0.0.1 http localhost"


def test_as_many_proxies_are_believed_as_the_settings_say(app_with: AppWith) -> None:
    assert address_and_scheme(app_with(TRUSTED_PROXIES=1)) == "198.51.100.1 https elsewhere.example"


def test_an_endless_address_is_cut(app: Flask) -> None:
    @app.get("/length")
    def length() -> str:
        return str(len(request.query_string))

    assert app.test_client().get("/length?q=" + "x" * 100_000).get_data(as_text=True) == str(MOST_QUERY)


def test_a_request_that_is_too_large_is_refused(app: Flask) -> None:
    @app.post("/post")
    def post() -> str:
        return str(len(request.form))

    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post(
        "/post", data=b"x=" + b"y" * app.config["MAX_CONTENT_LENGTH"], content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    @app.post("/post")
    def post() -> str:
        return "taken"

    assert app.test_client().post("/post", data={"x": "y"}).status_code == 400
