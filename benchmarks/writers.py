"""Twenty people who write at once, each with forms as a browser fills them in: comments, order, signing in and out.

`python -m benchmarks.writers INDEX` does it for half a minute on a new SQLite database, and prints a Markdown table;
`--database postgresql://…` on an empty PostgreSQL database instead. All work on one collection, where most are told that somebody was
quicker, and each on one of their own, where nobody is. Afterwards every version is held to the one before: each must differ by one
change and no more, and every change that was answered with “saved” must be in one.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from portal import create_app
from portal.accounts import store as accounts
from portal.accounts.models import RegionalBody
from portal.curation import contents, store
from portal.curation.contents import Contents, Item
from portal.current_index import current_index
from portal.extensions import can_migrate, db

WRITERS = 20
SHARED = "written-together"
PASSWORD = "three random words"

_VERSION = re.compile(r'name="version" value="(\d+)"')
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Written:
    """What came of it: what was sent, how it was answered and in what time; which comments were said to be saved; what went wrong."""

    seconds: float = 0.0
    sent: list[tuple[str, int, float]] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def answers(self) -> Counter[tuple[str, int]]:
        """How often each thing was answered how."""
        return Counter((what, status) for what, status, _ in self.sent)


@dataclass
class Writer:
    """One person in a browser of their own. The lists are shared: threads may add to them."""

    number: int
    client: FlaskClient
    written: Written
    done: int = 0

    def write(self, until: float) -> None:
        """Go on until the time is over, or something happens that must not."""
        try:
            self.sign_in()
            while time.monotonic() < until or self.done < 4:  # each kind of change at least once, however slow the machine
                self.act(SHARED if self.done % 2 else f"of-writer-{self.number}")
                self.done += 1
        except Exception as error:  # noqa: BLE001  told at the end, with what the others met
            self.written.faults.append(f"writer {self.number}: {error!r}")

    def act(self, slug: str) -> None:
        """One change, as its form asks for it."""
        if self.done % 12 == 11:
            self.post("sign out", "/sign-out", self.get("/account"))
            self.sign_in()
            return
        page = self.get(f"/curate/collections/{slug}")
        cases = re.findall(r'id="item-([a-z0-9-]+)"', page)
        case = cases[(self.number + self.done) % len(cases)]
        if self.done % 4 >= 2:
            self.post("move", f"/curate/collections/{slug}/items/{case}/move", page, to="up" if self.done % 8 < 4 else "down")
            return
        address, words = f"/curate/collections/{slug}/items/{case}", f"Comment {self.done} of writer {self.number}"
        if self.post("comment", address, self.get(address), comment=words) == 303:
            self.written.saved.append(words)

    def sign_in(self) -> None:
        """With address and password."""
        self.post("sign in", "/sign-in", self.get("/sign-in"), email=_email(self.number), password=PASSWORD)

    def get(self, path: str) -> str:
        """A page, which must be there."""
        answer = self.client.get(path)
        if answer.status_code != 200:
            raise AssertionError(f"{path} answered {answer.status}")
        return answer.text

    def post(self, what: str, path: str, page: str, **typed: str) -> int:
        """Send a form of a page."""
        version, token = _VERSION.search(page), _TOKEN.search(page)
        assert token, f"no form on the page for {path}"
        began = time.perf_counter()
        answer = self.client.post(path, data={"csrf_token": token[1], "version": version[1] if version else "", **typed})
        self.written.sent.append((what, answer.status_code, time.perf_counter() - began))
        return answer.status_code


def write_at_once(app: Flask, seconds: float, writers: int = WRITERS) -> Written:
    """Have so many people write for a while on a site whose tables are there and empty, and hold what is kept to what was said."""
    with app.app_context():
        _people(writers)
    written = Written()
    began = time.monotonic()
    browsers = [Writer(number, _browser(app, number), written) for number in range(writers)]
    threads = [threading.Thread(target=it.write, args=(began + seconds,)) for it in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written.seconds = time.monotonic() - began
    with app.app_context():
        written.faults += _lost(written, [SHARED, *(f"of-writer-{number}" for number in range(writers))])
    return written


def _people(writers: int) -> None:
    session = db.session()
    accounts.keep_body(session, "a-region", "A Region", "combined-authority", "", "")
    session.flush()
    body = accounts.body_named(session, "a-region")
    assert body
    cases = sorted(it.slug for it in current_index().all())[:12]
    hashed = ""
    for number in range(writers):
        made = accounts.add_account(session, None, _email(number), f"Writer {number}", None if hashed else PASSWORD)
        made.password = hashed = made.password or hashed  # one hash for all: making it is slow on purpose
        accounts.set_role(session, None, made, body, "editor")
        _collection(body, f"Of writer {number}", cases)
    _collection(body, "Written together", cases)
    session.commit()


def _collection(body: RegionalBody, title: str, cases: list[str]) -> None:
    store.new_collection(db.session(), None, body, contents.add(cases)(Contents(title=title)))


def _browser(app: Flask, number: int) -> FlaskClient:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
    return client


def _email(number: int) -> str:
    return f"writer.{number}@body.example"


def _lost(written: Written, slugs: list[str]) -> list[str]:
    """Versions that are missing or hold more than one change, and comments that were said to be saved and are in none."""
    faults, kept = [], set()
    for slug in slugs:
        collection = store.collection_named(db.session(), slug)
        assert collection
        versions = store.versions_since(db.session(), collection, 0)
        if [it.number for it in versions] != list(range(1, collection.version + 1)):
            faults.append(f"{slug}: versions are missing or doubled")
        for old, new in pairwise(it.contents.items for it in versions):
            if not _one_change(old, new):
                faults.append(f"{slug}: a version holds another change than its own")
            kept |= {it.comment for it in new}
    return faults + [f"lost: {words}" for words in written.saved if words not in kept]


def _one_change(old: tuple[Item, ...], new: tuple[Item, ...]) -> bool:
    """Whether one comment was changed, or two neighbours changed places, and nothing else."""
    differ = [place for place, (was, now) in enumerate(zip(old, new, strict=True)) if was != now]
    if len(differ) == 1:
        return old[differ[0]].slug == new[differ[0]].slug
    return len(differ) == 2 and differ[1] - differ[0] == 1 and (old[differ[0]], old[differ[1]]) == (new[differ[1]], new[differ[0]])


def main() -> None:
    """Write for a while, and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("index", type=Path)
    options.add_argument("--seconds", type=float, default=30)
    options.add_argument("--database", help="the address of an empty database; without it, a new SQLite file")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = asked.database or f"sqlite:///{folder}/writers.db"
        settings = {"SECRET_KEY": "for a benchmark", "COPYBOOK_INDEX": str(asked.index), "DATABASE_URL": database}
        app = can_migrate(create_app(settings | {"RATELIMIT_ENABLED": False, "SESSION_COOKIE_SECURE": False}))
        with app.app_context():
            upgrade()
        written = write_at_once(app, asked.seconds)
    report(written)


def report(written: Written) -> None:
    """Print what came of it."""
    times = sorted(spent * 1_000 for *_, spent in written.sent)
    half, tail, longest = (f"{times[int(len(times) * at)]:.0f}" for at in (0.5, 0.95, 0.9999))
    print("| What | How often |\n|---|---:|")
    for (what, status), number in sorted(written.answers.items()):
        print(f"| {what}: {status} | {number:,} |")
    print(f"| Forms sent a second, {WRITERS} people at once | {len(times) / written.seconds:.0f} |")
    print(f"| Time of each (ms): half, 95%, longest | {half}, {tail}, {longest} |")
    print(f"| Changes that were lost, and other faults | {len(written.faults)} |")
    for fault in written.faults[:20]:
        print(fault)


if __name__ == "__main__":
    main()
