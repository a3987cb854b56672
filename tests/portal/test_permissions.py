"""Every role at every address of accounts and curation, by address and method and not by button.

A route that is not in the table fails the test. To add one, add a row: who gets what is in the last column, by a name from `EXPECTED`
or, where it is none of them, as a dictionary of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from indexer.corpus import Corpus
from portal import create_app, current_index
from portal.accounts import people, store
from portal.contribute.models import Contribution, Draft
from portal.extensions import db
from tests.memory_index import MemoryIndex
from tests.portal.conftest import ASSETS, COMPILED, CORPUS
from tests.portal.curators import PASSWORD, PRESENT, SOMEBODY, email_of, person, populate, sign_in

WHO = ("nobody", *SOMEBODY)

#: The blueprints whose routes must all be here.
BLUEPRINTS = ("accounts", "collections", "curation", "editors")


def everyone(status: int) -> dict[str, int]:
    return dict.fromkeys(WHO, status)


#: Nobody, and an account that is disabled, are led to sign in. To others what they have no part in is not there.
_OUTSIDE = {"nobody": 303, "disabled": 303, "stranger": 404, "owner of another body": 404, "site editor": 404}


def inside(reviewer: int, editor: int, owner: int) -> dict[str, int]:
    return _OUTSIDE | {"reviewer": reviewer, "editor": editor, "owner": owner}


EXPECTED: dict[str, dict[str, int]] = {
    "everyone reads": everyone(200),
    "everyone is led on": everyone(303),
    "who has signed in reads": everyone(200) | {"nobody": 303, "disabled": 303},
    "who has signed in may not": everyone(403) | {"nobody": 303, "disabled": 303},
    "editors of the site read": everyone(404) | {"nobody": 303, "disabled": 303, "site editor": 200},
    "editors of the site change": everyone(404) | {"nobody": 303, "disabled": 303, "site editor": 303},
    "nobody, since it has an owner": everyone(404) | {"nobody": 303, "disabled": 303, "site editor": 403},
    "members read": inside(200, 200, 200),
    "editors and owners read": inside(403, 200, 200),
    "editors and owners change": inside(403, 303, 303),
    "nobody, since it was put away": inside(403, 403, 403),
    "who curates anywhere reads": everyone(403)
    | {"nobody": 303, "disabled": 303, "editor": 200, "owner": 200, "owner of another body": 200},
}


@dataclass(frozen=True)
class Row:
    """One address, how it is asked for, and who may."""

    method: str
    rule: str
    who: str | dict[str, int]
    names: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The rule with its names filled in."""
        return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>", lambda match: self.names[match[1]], self.rule)

    @property
    def expected(self) -> dict[str, int]:
        """What each gets."""
        return EXPECTED[self.who] if isinstance(self.who, str) else self.who


BODY = {"slug": "anytown-region"}
ABANDONED = {"slug": "abandoned-region"}
DRAFT, OPEN, OLD = ({"slug": slug} for slug in ("draft-one", "open-one", "old-one"))
CASE = {"case": PRESENT}
SENT = {"number": "1"}
AS_SENT = {"sent": "2026-11-22T09:30:00"}
SEEN = {"version": "1"}
KEY = {"key": "1"}
ADDED = {"case-study": "wigan-tablet-lending"}
ONLY_WHO_LEADS = inside(403, 403, 303) | {"owner of another body": 403}
SHARED, ASKED, OTHER_BODY = {"slug": "shared-one"}, {"slug": "asked-one"}, {"slug": "elsewhere-region"}
#: The row that asks the other body about `asked-one`: after four that lead, and one that shares.
ASKED_NUMBER = "7"
THE_OTHER = {"owner of another body": 303}
ONLY_THE_OTHER = _OUTSIDE | dict.fromkeys(("reviewer", "editor", "owner"), 404) | THE_OTHER

#: Signing in, accounts, people, and the site's editors.
ACCOUNTS = (
    Row("GET", "/sign-in", everyone(303) | {"nobody": 200, "disabled": 200}),
    Row("POST", "/sign-in", "everyone is led on", form={"email": email_of("editor"), "password": PASSWORD}),
    Row("POST", "/sign-in", everyone(422), form={"email": email_of("disabled"), "password": PASSWORD}),
    Row("GET", "/account", "who has signed in reads"),
    Row("POST", "/sign-out", "everyone is led on"),
    Row("GET", "/sign-in/code", "everyone is led on"),
    Row("POST", "/sign-in/code", "everyone is led on", form={"code": "000000"}),
    Row("GET", "/sign-in/council", everyone(404)),
    Row("GET", "/sign-in/council/back", everyone(404)),
    Row("GET", "/forgotten", "everyone reads"),
    Row("POST", "/forgotten", everyone(422), form={"email": email_of("editor")}),
    Row("GET", "/reset", everyone(404)),
    Row("POST", "/reset", everyone(404), form={"password": "three other words"}),
    Row("GET", "/invitation", everyone(404)),
    Row("POST", "/invitation", everyone(404) | {"nobody": 303, "disabled": 303}),
    Row("POST", "/invitation/new-account", everyone(404)),
    Row("GET", "/account/password", "who has signed in reads"),
    Row("POST", "/account/password", everyone(422) | {"nobody": 303, "disabled": 303}, form={"current": "not it"}),
    Row("GET", "/account/second-factor", "who has signed in reads"),
    Row("POST", "/account/second-factor", "everyone is led on"),
    Row("GET", "/account/second-factor/spare-codes", "who has signed in may not"),
    Row("POST", "/account/second-factor/spare-codes", "who has signed in may not"),
    Row("GET", "/account/second-factor/end", "who has signed in may not"),
    Row("POST", "/account/second-factor/end", "who has signed in may not"),
    Row("GET", "/account/council", everyone(404) | {"nobody": 303, "disabled": 303}),
    Row("POST", "/account/council", "who has signed in may not"),
    Row("GET", "/curate/bodies/<slug>/people", "members read", BODY),
    Row("POST", "/curate/bodies/<slug>/people", inside(403, 403, 200), BODY, {"email": "new@body.example", "role": "editor"}),
    Row("POST", "/curate/bodies/<slug>/people/<int:number>", inside(403, 403, 303), BODY | {"number": "3"}, {"role": "reviewer"}),
    Row("POST", "/curate/bodies/<slug>/people/<int:number>/take-out", inside(303, 403, 303), BODY | {"number": "2"}),
    Row("POST", "/curate/bodies/<slug>/people/<int:number>/take-out", inside(403, 403, 409), BODY | {"number": "4"}),
    Row("POST", "/curate/bodies/<slug>/people/<int:number>/take-out", inside(403, 403, 404), BODY | {"number": "5"}),
    Row("POST", "/curate/bodies/<slug>/invitations/<int:number>/call-back", inside(403, 403, 303), BODY | {"number": "1"}),
    Row("POST", "/curate/bodies/<slug>/invitations/<int:number>/call-back", inside(403, 403, 404), BODY | {"number": "2"}),
    Row("GET", "/editors/bodies", "editors of the site read"),
    Row("GET", "/editors/bodies/<slug>/owner", "editors of the site read", ABANDONED),
    Row("POST", "/editors/bodies/<slug>/owner", "editors of the site read", ABANDONED, {"email": "first@body.example"}),
    Row("GET", "/editors/bodies/<slug>/owner", "nobody, since it has an owner", BODY),
    Row("POST", "/editors/bodies/<slug>/owner", "nobody, since it has an owner", BODY, {"email": "first@body.example"}),
    Row("GET", "/editors/contributions", "editors of the site read"),
    Row("GET", "/editors/contributions/<int:number>", "editors of the site read", SENT),
    Row("GET", "/editors/contributions/<int:number>/preview", "editors of the site read", SENT),
    Row("GET", "/editors/contributions/<int:number>/file", "editors of the site read", SENT),
    Row("POST", "/editors/contributions/<int:number>/release", inside(404, 404, 404) | {"site editor": 503}, SENT, AS_SENT),
    Row("POST", "/editors/contributions/<int:number>/decline", "editors of the site change", SENT, AS_SENT | {"reason": "No source"}),
)

#: What readers see.
READING = (
    Row("GET", "/collections", "everyone reads"),
    Row("GET", "/collections/feed.atom", "everyone reads"),
    Row("GET", "/collections/feed.json", "everyone reads"),
    Row("GET", "/collections/<slug>", "everyone reads", OPEN),
    Row("GET", "/collections/<slug>", everyone(404), DRAFT),
    Row("GET", "/collections/<slug>", everyone(410), OLD),
    *(
        Row("GET", rule, who, names | {"kind": kind})
        for rule, kind in (
            ("/collections/<slug>/collection.<any(docx, csv, json, md):kind>", "docx"),
            ("/collections/<slug>/collection.<any(docx, csv, json, md):kind>", "json"),
            ("/collections/<slug>/embed", ""),
            ("/collections/<slug>/feed.atom", ""),
            ("/collections/<slug>/feed.json", ""),
        )
        for names, who in ((OPEN, "everyone reads"), (DRAFT, everyone(404)), (OLD, everyone(410)))
    ),
    Row("GET", "/collections/oembed.json", "everyone reads", form={"url": "http://localhost/collections/open-one"}),
    Row("GET", "/collections/oembed.json", everyone(404), form={"url": "http://localhost/collections/draft-one"}),
    Row("GET", "/collections/oembed.json", everyone(410), form={"url": "http://localhost/collections/old-one"}),
)

#: What curators do.
CURATING = (
    Row("GET", "/curate", "who has signed in reads"),
    Row("GET", "/curate/bodies/<slug>", "members read", BODY),
    Row("GET", "/curate/bodies/<slug>/log", "members read", BODY),
    Row("GET", "/curate/bodies/<slug>/new", "editors and owners read", BODY),
    Row("POST", "/curate/bodies/<slug>/new", "editors and owners change", BODY, {"title": "Another"}),
    Row("GET", "/curate/add", "who curates anywhere reads", form={"case-study": PRESENT}),
    Row("GET", "/curate/collections/<slug>", "members read", DRAFT),
    Row("GET", "/curate/collections/<slug>", "members read", OPEN),
    Row("GET", "/curate/collections/<slug>", "members read", OLD),
    Row("GET", "/curate/collections/<slug>/preview", "members read", DRAFT),
    Row("GET", "/curate/collections/<slug>/history", "members read", DRAFT),
    Row("GET", "/curate/collections/<slug>/description", "editors and owners read", DRAFT),
    Row("POST", "/curate/collections/<slug>/description", "editors and owners change", DRAFT, SEEN | {"title": "Changed"}),
    Row("POST", "/curate/collections/<slug>/description", "nobody, since it was put away", OLD, SEEN | {"title": "Changed"}),
    Row("POST", "/curate/collections/<slug>/items", "editors and owners change", DRAFT, SEEN | {"case-study": "wigan-tablet-lending"}),
    Row("GET", "/curate/collections/<slug>/items/<case>", "editors and owners read", DRAFT | CASE),
    Row("POST", "/curate/collections/<slug>/items/<case>", "editors and owners change", DRAFT | CASE, SEEN | {"comment": "Because"}),
    Row("POST", "/curate/collections/<slug>/items/<case>/move", "editors and owners change", DRAFT | CASE, SEEN | {"to": "down"}),
    Row("POST", "/curate/collections/<slug>/items/<case>/take-out", "editors and owners change", DRAFT | CASE, SEEN),
    Row("GET", "/curate/collections/<slug>/publish", "editors and owners read", DRAFT),
    Row("POST", "/curate/collections/<slug>/publish", "editors and owners change", DRAFT, SEEN),
    Row("POST", "/curate/collections/<slug>/publish", "nobody, since it was put away", OLD, SEEN),
    Row("POST", "/curate/collections/<slug>/archive", "editors and owners change", OPEN, SEEN),
    Row("POST", "/curate/collections/<slug>/bring-back", "editors and owners change", OLD, SEEN),
    Row("GET", "/curate/results", "who curates anywhere reads", form={"search": "q=damp"}),
    Row("GET", "/curate/use-search", "who curates anywhere reads", form={"search": "q=damp"}),
    Row("GET", "/curate/collections/<slug>/items/<case>/move", "editors and owners read", DRAFT | CASE),
    Row("GET", "/curate/collections/<slug>/sections", "editors and owners read", DRAFT),
    Row("POST", "/curate/collections/<slug>/sections", "editors and owners change", DRAFT, SEEN | {"title": "New"}),
    Row("POST", "/curate/collections/<slug>/sections", "nobody, since it was put away", OLD, SEEN | {"title": "New"}),
    Row("GET", "/curate/collections/<slug>/sections/<key>", "editors and owners read", DRAFT | KEY),
    Row("POST", "/curate/collections/<slug>/sections/<key>", "editors and owners change", DRAFT | KEY, SEEN | {"title": "New"}),
    Row("POST", "/curate/collections/<slug>/sections/<key>/move", "editors and owners change", DRAFT | KEY, SEEN | {"to": "up"}),
    Row("POST", "/curate/collections/<slug>/sections/<key>/remove", "editors and owners change", DRAFT | KEY, SEEN),
    Row("GET", "/curate/collections/<slug>/search", "editors and owners read", DRAFT),
    Row("POST", "/curate/collections/<slug>/search", "editors and owners change", DRAFT, SEEN | {"search": "/search?q=damp"}),
    Row("POST", "/curate/collections/<slug>/search/stop", "editors and owners change", DRAFT, SEEN),
    Row("POST", "/curate/collections/<slug>/search/hide/<case>", inside(403, 409, 409), DRAFT | CASE, SEEN),
    Row("POST", "/curate/collections/<slug>/search/show/<case>", inside(403, 409, 409), DRAFT | CASE, SEEN),
    Row("POST", "/curate/collections/<slug>/review", "editors and owners change", DRAFT, SEEN),
    Row("POST", "/curate/collections/<slug>/review/end", "editors and owners change", DRAFT, SEEN),
    Row("GET", "/curate/collections/<slug>/remarks", "members read", DRAFT),
    Row("POST", "/curate/collections/<slug>/remarks", inside(303, 303, 303), DRAFT, SEEN | {"words": "Good"}),
    Row("POST", "/curate/collections/<slug>/remarks", inside(303, 403, 303), DRAFT, SEEN | {"verdict": "approved"}),
    Row("POST", "/curate/collections/<slug>/remarks", inside(303, 403, 303), DRAFT, SEEN | {"verdict": "change asked", "words": "No"}),
    Row("POST", "/curate/collections/<slug>/remarks", "nobody, since it was put away", OLD, SEEN | {"words": "Good"}),
    Row("POST", "/curate/collections/<slug>/remarks/<int:number>/settle", inside(303, 303, 303), DRAFT | {"number": "1"}),
    Row("POST", "/curate/collections/<slug>/remarks/<int:number>/settle", inside(404, 404, 404), OPEN | {"number": "1"}),
    Row("GET", "/curate/collections/<slug>/review-date", "editors and owners read", DRAFT),
    Row("POST", "/curate/collections/<slug>/review-date", "editors and owners change", DRAFT, {"review_by": "27 3 2031", "was": ""}),
    Row("POST", "/curate/collections/<slug>/reviewed", "editors and owners change", DRAFT),
    Row("GET", "/curate/collections/<slug>/address", "editors and owners read", DRAFT),
    Row("POST", "/curate/collections/<slug>/address", "editors and owners change", DRAFT, {"slug": "renamed", "was": "draft-one"}),
    Row("GET", "/curate/collections/<slug>/versions/<int:number>", "members read", DRAFT | {"number": "1"}),
    Row("GET", "/curate/collections/<slug>/versions/<int:number>/changes", "members read", DRAFT | {"number": "1"}),
    Row("POST", "/curate/collections/<slug>/versions/<int:number>/bring-back", "editors and owners change", DRAFT | {"number": "1"}, SEEN),
)

#: Bodies that share a collection. Those who lead `shared-one` ask and end; owners of the other one answer and leave.
SHARING = (
    Row("GET", "/curate/collections/<slug>/bodies", "members read", DRAFT),
    Row("POST", "/curate/collections/<slug>/bodies", inside(403, 403, 303), DRAFT, {"body": "elsewhere-region"}),
    Row("POST", "/curate/collections/<slug>/bodies", inside(403, 403, 404), DRAFT, {"body": "no-such-body"}),
    Row("POST", "/curate/collections/<slug>/bodies/<other>/end", inside(403, 403, 404), DRAFT | {"other": "anytown-region"}),
    Row("POST", "/curate/collections/<slug>/bodies/<other>/end", inside(403, 403, 303) | THE_OTHER, SHARED | {"other": "elsewhere-region"}),
    Row("GET", "/curate/collections/<slug>", inside(200, 200, 200) | {"owner of another body": 200}, SHARED),
    Row(
        "POST", "/curate/collections/<slug>/items", inside(403, 303, 303) | THE_OTHER, SHARED, SEEN | {"case-study": "wigan-tablet-lending"}
    ),
    Row(
        "POST",
        "/curate/collections/<slug>/bodies",
        inside(403, 403, 303) | {"owner of another body": 403},
        SHARED,
        {"body": "elsewhere-region"},
    ),
    Row("GET", "/curate/collections/<slug>", inside(200, 200, 200), ASKED),
    Row("POST", "/curate/bodies/<slug>/asked/<int:number>", ONLY_THE_OTHER, OTHER_BODY | {"number": ASKED_NUMBER}, {"answer": "yes"}),
    Row("POST", "/curate/bodies/<slug>/asked/<int:number>", ONLY_THE_OTHER, OTHER_BODY | {"number": ASKED_NUMBER}, {"answer": "no"}),
    Row("POST", "/curate/bodies/<slug>/asked/<int:number>", inside(403, 403, 404), BODY | {"number": ASKED_NUMBER}, {"answer": "yes"}),
)

TABLE = (*ACCOUNTS, *READING, *CURATING, *SHARING)


@dataclass
class World:
    """The application over a database that can be put back as it was."""

    app: Flask
    path: Path
    whole: bytes

    def restored(self) -> Flask:
        """The application, with everybody and everything as at first."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        self.path.write_bytes(self.whole)
        return self.app


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Iterator[World]:
    """Everybody and a collection in each state, made once."""
    path = tmp_path_factory.mktemp("permissions") / "test.db"
    settings = {"TESTING": True, "SECRET_KEY": "a key for tests", "DATABASE_URL": f"sqlite:///{path}", "ASSETS": ASSETS}
    app = create_app(settings | {"WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False, "COPYBOOK_CASESTUDIES": str(CORPUS)})
    app.jinja_env.bytecode_cache = COMPILED
    index = MemoryIndex(corpus.case_studies.values(), corpus.vocabulary, corpus.adoptions)
    current_index.install(app, lambda: index)
    with app.app_context():
        db.create_all()
        populate(db.session(), PASSWORD)
        _ask_and_send()
        db.session.remove()
        db.engine.dispose()
    yield World(app, path, path.read_bytes())
    with app.app_context():
        db.engine.dispose()


def _ask_and_send() -> None:
    """An open invitation of each body, and a contribution that waits for an editor: numbers 1, 2 and 1."""
    for who, slug in (("owner", "anytown-region"), ("owner of another body", "elsewhere-region")):
        found = store.body_named(db.session(), slug)
        assert found
        people.invite(db.session(), person(db.session(), who), found, "asked@body.example", "editor")
    at = datetime.fromisoformat(AS_SENT["sent"])
    sent = Contribution(path="lincoln/sent.md", title="Sent", text="---\ntitle: Sent\n---\n", state="waiting", sent=at)
    db.session.add(Draft(name="a draft", values={}, contribution=sent))
    db.session.commit()


def test_every_route_is_in_the_table(world: World) -> None:
    rules = [rule for rule in world.app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in BLUEPRINTS]
    routes = {(method, rule.rule) for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert routes == {(row.method, row.rule) for row in TABLE}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("row", TABLE, ids=[f"{row.method} {row.rule} {row.who if isinstance(row.who, str) else ''}" for row in TABLE])
def test_each_may_do_what_the_table_says_and_no_more(world: World, row: Row, who: str) -> None:
    client = world.restored().test_client()
    if who != "nobody":
        with world.app.app_context():
            account = person(db.session(), who)
        sign_in(client, account)
    if row.method == "GET":
        answer = client.get(row.address, query_string=row.form)
    else:
        answer = client.open(row.address, method=row.method, data=row.form)
    assert answer.status_code == row.expected[who]
    led_to_sign_in = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
    if "sign" not in row.rule:
        assert led_to_sign_in == (row.expected[who] == 303 and EXPECTED["who has signed in reads"][who] == 303)


OUTSIDERS = ("nobody", "stranger", "owner of another body", "site editor", "disabled")
REFUSED = [
    pytest.param(row, who, id=f"{row.rule} {who}")
    for row in TABLE
    for who in OUTSIDERS
    if row.method == "POST"
    and "sign" not in row.rule
    and (row.expected[who] in (403, 404) or (row.expected[who] == 303 and who in ("nobody", "disabled")))
]


@pytest.mark.parametrize(("row", "who"), REFUSED)
def test_what_is_refused_changes_nothing(world: World, row: Row, who: str) -> None:
    client = world.restored().test_client()
    with world.app.app_context():
        account = person(db.session(), who) if who != "nobody" else None
    if account:
        sign_in(client, account)
    client.post(row.address, data=row.form)
    with world.app.app_context():
        db.session.remove()
        db.engine.dispose()
    assert world.path.read_bytes() == world.whole


@pytest.mark.parametrize("row", [row for row in TABLE if "<slug>" in row.rule], ids=lambda row: f"{row.method} {row.rule}")
def test_what_is_not_there_is_not_there_for_anybody(world: World, row: Row) -> None:
    client = world.restored().test_client()
    with world.app.app_context():
        sign_in(client, person(db.session(), "owner"))
    nowhere = Row(row.method, row.rule, row.who, row.names | {"slug": "nowhere"}, row.form)
    answer = client.open(nowhere.address, method=row.method, data=row.form)
    assert answer.status_code == 404
