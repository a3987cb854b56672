from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.config import SettingsError
from portal.config import settings as read_settings
from portal.hooks import MOST_A_MINUTE, MOST_ADDRESSES, Limit

SECRET = "a secret of the tests"
KEY = bytes(range(32))
TOKEN = "whsec_" + base64.b64encode(KEY).decode()
PUSH = json.dumps({"ref": "refs/heads/main", "after": "1" * 40}).encode()


@pytest.fixture
def settings(settings: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    return settings | {"PUSH_SECRET": SECRET, "COPYBOOK_NOTE": str(tmp_path / "notes/note")}


@pytest.fixture
def note(settings: dict[str, Any]) -> Path:
    return Path(settings["COPYBOOK_NOTE"])


def signed(body: bytes = PUSH, secret: str = SECRET, event: str = "push") -> dict[str, str]:
    """The headers of GitHub and of Forgejo."""
    signature = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-GitHub-Event": event, "X-Hub-Signature-256": f"sha256={signature}", "Content-Type": "application/json"}


def signed_with_time(body: bytes = PUSH, at: float | None = None, key: bytes = KEY) -> dict[str, str]:
    """The headers of GitLab with a signing token."""
    moment = str(int(time.time() if at is None else at))
    signature = hmac.new(key, b".".join((b"one", moment.encode(), body)), hashlib.sha256).digest()
    headers = {"webhook-id": "one", "webhook-timestamp": moment, "webhook-signature": f"v1,{base64.b64encode(signature).decode()}"}
    return headers | {"X-Gitlab-Event": "Push Hook", "Content-Type": "application/json"}


def post(client: FlaskClient, headers: dict[str, str], body: bytes = PUSH) -> TestResponse:
    return client.post("/hooks/push", data=body, headers=headers)


def test_a_push_leaves_a_note(client: FlaskClient, note: Path) -> None:
    assert post(client, signed()).status_code == 202
    assert note.read_bytes() == b""


def test_repeated_it_only_changes_the_note_again(client: FlaskClient, note: Path) -> None:
    post(client, signed())
    first = note.stat().st_mtime_ns
    post(client, signed())
    assert note.stat().st_mtime_ns > first
    assert [path.name for path in note.parent.iterdir()] == ["note"]


def test_gitlab_says_the_secret_itself(client: FlaskClient, note: Path) -> None:
    assert post(client, {"X-Gitlab-Event": "Push Hook", "X-Gitlab-Token": SECRET}).status_code == 202
    assert note.exists()


def test_gitlab_signs_with_a_token(settings: dict[str, Any], app: Flask, note: Path) -> None:
    app.config["PUSH_SECRET"] = TOKEN
    assert post(app.test_client(), signed_with_time()).status_code == 202
    assert note.exists()


@pytest.mark.parametrize(
    "headers",
    [
        signed_with_time(at=0),
        signed_with_time(at=time.time() + 3600),
        signed_with_time(body=b"{}"),
        signed_with_time(key=b"another"),
        signed_with_time() | {"webhook-id": "two"},
        signed_with_time() | {"webhook-timestamp": "²"},
        signed_with_time() | {"webhook-timestamp": "9" * 400},
        signed_with_time() | {"webhook-signature": "v1,"},
        {"X-Gitlab-Event": "Push Hook", "X-Gitlab-Token": TOKEN},
        {},
    ],
)
def test_a_token_that_does_not_fit_is_refused(headers: dict[str, str], app: Flask, note: Path) -> None:
    app.config["PUSH_SECRET"] = TOKEN
    assert post(app.test_client(), headers).status_code == 403
    assert not note.exists()


def test_one_of_several_signatures_is_enough(app: Flask) -> None:
    app.config["PUSH_SECRET"] = TOKEN
    headers = signed_with_time()
    headers["webhook-signature"] = f"v1,bm9uZQ== {headers['webhook-signature']}"
    assert post(app.test_client(), headers).status_code == 202


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-GitHub-Event": "push"},
        signed(secret="another secret"),
        signed(body=b"{}"),
        signed() | {"X-Hub-Signature-256": "sha256="},
        signed() | {"X-Hub-Signature-256": signed()["X-Hub-Signature-256"].removeprefix("sha256=")},
        signed() | {"X-Hub-Signature-256": "sha256=ÿ"},
        {"X-Gitlab-Event": "Push Hook", "X-Gitlab-Token": "ÿ"},
        {"X-Gitlab-Event": "Push Hook", "X-Gitlab-Token": ""},
    ],
)
def test_without_our_secret_nothing_happens(headers: dict[str, str], client: FlaskClient, note: Path) -> None:
    answer = post(client, headers)
    assert answer.status_code == 403
    assert SECRET not in answer.text
    assert not note.exists()


@pytest.mark.parametrize(
    ("event", "body"),
    [
        ("ping", b'{"zen": "Keep it simple."}'),
        ("issues", PUSH),
        ("push", b'{"ref": "refs/heads/contribution/draft"}'),
        ("push", b'{"ref": "refs/tags/main"}'),
        ("push", b'{"ref": ["refs/heads/main"]}'),
        ("push", b"[]"),
        ("push", b"not json"),
        ("push", b"\xff"),
        ("push", b"[" * 100_000),
    ],
)
def test_what_is_no_push_to_our_branch_is_passed_over(event: str, body: bytes, client: FlaskClient, note: Path) -> None:
    assert post(client, signed(body, event=event), body).status_code == 200
    assert not note.exists()


def test_a_forge_may_send_a_form(client: FlaskClient, note: Path) -> None:
    body = urlencode({"payload": PUSH}).encode()
    headers = signed(body) | {"Content-Type": "application/x-www-form-urlencoded"}
    assert post(client, headers, body).status_code == 202
    assert note.exists()


def test_another_branch_may_be_the_one(app: Flask, note: Path) -> None:
    app.config["COPYBOOK_BRANCH"] = "trunk"
    body = b'{"ref": "refs/heads/trunk"}'
    assert post(app.test_client(), signed(body), body).status_code == 202


def test_a_body_beyond_bounds_is_not_read(client: FlaskClient, note: Path) -> None:
    body = b" " * (1024 * 1024 + 1)
    assert post(client, signed(body), body).status_code == 413
    assert not note.exists()


def test_without_a_secret_there_is_no_such_address(app: Flask) -> None:
    app.config["PUSH_SECRET"] = None
    assert post(app.test_client(), signed(secret="")).status_code == 404


def test_it_is_for_posting_alone(client: FlaskClient) -> None:
    assert client.get("/hooks/push").status_code == 405


def test_one_address_cannot_keep_it_busy(client: FlaskClient) -> None:
    answers = [post(client, {}).status_code for _ in range(MOST_A_MINUTE + 1)]
    assert answers == [403] * MOST_A_MINUTE + [429]
    assert client.post("/hooks/push", headers=signed(), data=PUSH, environ_base={"REMOTE_ADDR": "192.0.2.1"}).status_code == 202


def test_the_count_begins_again_each_minute_and_never_grows_without_bound() -> None:
    limit = Limit(most=1)
    assert [limit.allows("a", now) for now in (0, 1, 61)] == [True, False, True]
    for number in range(MOST_ADDRESSES * 3):
        limit.allows(str(number), 61)
    assert len(limit._counts) <= MOST_ADDRESSES


def test_a_note_that_cannot_be_left_is_logged(app: Flask, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").touch()
    app.config["COPYBOOK_NOTE"] = str(tmp_path / "file" / "note")
    assert post(app.test_client(), signed()).status_code == 503
    assert "could not be left" in caplog.text


@pytest.mark.parametrize("secret", ["short", "whsec_not base 64!"])
def test_a_poor_secret_is_refused_and_not_shown(secret: str) -> None:
    with pytest.raises(SettingsError, match="PUSH_SECRET must be") as raised:
        read_settings({"SECRET_KEY": "x", "PUSH_SECRET": secret}, {})
    assert secret not in str(raised.value)


def test_the_note_is_never_in_the_index() -> None:
    with pytest.raises(SettingsError, match="outside the index"):
        read_settings({"SECRET_KEY": "x", "COPYBOOK_NOTE": "index/../index/note"}, {})
