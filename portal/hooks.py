"""What a forge tells the site: that somebody pushed. The site only leaves a note for the builder; it fetches and builds nothing itself.

A push may be told any number of times, in any order, or not at all: the builder looks every few minutes anyway.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs

from flask import Blueprint, Flask, abort, current_app, request
from werkzeug.datastructures import Headers

from portal.extensions import csrf

blueprint = Blueprint("hooks", __name__)
logger = logging.getLogger(__name__)

#: Requests that one address may make in a minute, right or wrong, and how many addresses are counted at once.
MOST_A_MINUTE, MOST_ADDRESSES = 30, 1000

#: Seconds by which a signed time may differ from ours.
NEAR_ENOUGH = 300

#: How GitLab's signing tokens begin; what follows is the key in base 64.
SIGNING = "whsec_"

#: The headers by which forges name what happened, and their names for a push.
_EVENTS = ("X-GitHub-Event", "X-Gitlab-Event", "X-Gitea-Event", "X-Forgejo-Event")
_PUSH = ("push", "Push Hook")


class Limit:
    """Counts requests by address, a minute at a time. Of each worker's own: enough to keep it from being kept busy."""

    def __init__(self, most: int = MOST_A_MINUTE) -> None:
        self._most, self._minute = most, 0
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def allows(self, address: str, now: float) -> bool:
        """Count a request, and say whether it is one too many."""
        with self._lock:
            minute = int(now // 60)
            if minute != self._minute or len(self._counts) >= MOST_ADDRESSES:
                self._counts.clear()
                self._minute = minute
            self._counts[address] += 1
            return self._counts[address] <= self._most


def install(app: Flask) -> None:
    """Give the application its count of requests. A signature stands in for the token that people's forms carry."""
    csrf.exempt(blueprint)
    app.extensions["push_limit"] = Limit()


@blueprint.post("/hooks/push")
def push() -> tuple[str, int]:
    """A forge says that somebody pushed. Answered in one line, for whoever reads the forge's list of deliveries."""
    secret = current_app.config["PUSH_SECRET"] or abort(404)
    if not current_app.extensions["push_limit"].allows(request.remote_addr or "", time.time()):
        return "Too many requests from your address. Wait a minute.\n", 429
    body = request.get_data()
    if not is_from_forge(request.headers, body, secret, time.time()):
        return "Not signed with this site's secret. Look at the secret in the forge's settings.\n", 403
    branch = current_app.config["COPYBOOK_BRANCH"]
    if not is_push_to(request.headers, body, branch):
        return f"Nothing to do: only a push to {branch} is of interest.\n", 200
    try:
        leave_note(Path(current_app.config["COPYBOOK_NOTE"]))
    except OSError:
        logger.exception("The note of a push could not be left: the builder finds out at its next look.")
        return "The note could not be left. The builder finds out at its next look.\n", 503
    return "Noted: the builder looks at once.\n", 202


def is_from_forge(headers: Headers, body: bytes, secret: str, now: float) -> bool:
    """Whether a body was signed with the secret, as GitHub, Forgejo or GitLab do it. Compared in constant time."""
    key = secret.encode()
    signed = hmac.new(key, body, hashlib.sha256).hexdigest()
    if _same(headers.get("X-Hub-Signature-256", ""), f"sha256={signed}"):
        return True
    if secret.startswith(SIGNING):
        return _is_signed_with_time(headers, body, secret, now)
    return _same(headers.get("X-Gitlab-Token", ""), secret)


def _is_signed_with_time(headers: Headers, body: bytes, secret: str, now: float) -> bool:
    """GitLab's signing token, after the Standard Webhooks: `v1,` and the signature of id, time and body; several may stand there."""
    moment = headers.get("webhook-timestamp", "")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 12 and abs(now - int(moment)) <= NEAR_ENOUGH):
        return False
    content = b".".join((headers.get("webhook-id", "").encode(), moment.encode(), body))
    expected = "v1," + base64.b64encode(hmac.new(base64.b64decode(secret.removeprefix(SIGNING)), content, hashlib.sha256).digest()).decode()
    return any(_same(each, expected) for each in headers.get("webhook-signature", "")[:1000].split())


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def is_push_to(headers: Headers, body: bytes, branch: str) -> bool:
    """Whether it tells of a push to this branch."""
    if not any(headers.get(name, "") in _PUSH for name in _EVENTS):
        return False
    if headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded"):
        body = parse_qs(body, max_num_fields=10).get(b"payload", [b""])[0]
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and told.get("ref") == f"refs/heads/{branch}"


def leave_note(note: Path) -> None:
    """Change the one file that the builder looks at."""
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch()
