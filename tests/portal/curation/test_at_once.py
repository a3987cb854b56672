"""Many people at once, on SQLite and on PostgreSQL: nothing that was said to be saved is lost, and nobody meets a page 500."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from benchmarks.writers import write_at_once
from portal import database
from portal.accounts import store as accounts
from portal.accounts.models import Account, AuditEntry
from portal.curation.models import Collection, CollectionSlug, PublishedItem
from portal.extensions import db
from tests.portal.curation.conftest import As

#: How many do one thing in the same moment.
AT_ONCE = 8


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


@pytest.fixture
def settings(settings: dict[str, Any]) -> dict[str, Any]:
    return settings | {"RATELIMIT_ENABLED": False, "SESSION_COOKIE_SECURE": False, "PROPAGATE_EXCEPTIONS": False}


def all_at_once(do: Callable[[int], Any], number: int = AT_ONCE) -> list[Any]:
    """What each of several gets who do something in the same moment."""
    got: list[Any] = [None] * number
    start = threading.Barrier(number)

    def one(place: int) -> None:
        start.wait()
        got[place] = do(place)

    threads = [threading.Thread(target=one, args=(place,)) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_twenty_writers_lose_nothing_and_meet_no_fault(tables: Flask, pytestconfig: pytest.Config) -> None:
    written = write_at_once(tables, pytestconfig.getoption("--writers-seconds"))
    assert not written.faults
    statuses = {status for _, status in written.answers}
    assert statuses <= {303, 409}, written.answers
    assert written.answers["comment", 303]
    assert written.answers["move", 303]
    with tables.app_context():
        changed = db.session.scalar(select(func.count()).where(AuditEntry.action == "changed"))
        versions = db.session.scalar(select(func.sum(Collection.version - 1)))
        assert changed == versions


def test_several_new_collections_of_one_title_each_get_an_address(people: Flask, as_: As) -> None:
    browsers = [as_("editor") for _ in range(AT_ONCE)]
    answers = all_at_once(lambda place: browsers[place].post("/curate/bodies/anytown-region/new", data={"title": "Damp homes"}))
    assert [it.status_code for it in answers] == [303] * AT_ONCE
    wanted = {"damp-homes", *(f"damp-homes-{number}" for number in range(2, AT_ONCE + 1))}
    assert {it.headers["Location"].rpartition("/")[2] for it in answers} == wanted
    with people.app_context():
        assert wanted <= set(db.session.scalars(select(CollectionSlug.slug)))


def test_of_several_who_want_one_address_for_theirs_one_has_it_and_the_others_hear_why(people: Flask, as_: As) -> None:
    slugs = ("draft-one", "open-one", "shared-one", "asked-one")
    browsers = [as_("owner") for _ in range(AT_ONCE)]

    def rename(place: int) -> tuple[int, str]:
        slug = slugs[place % len(slugs)]
        answer = browsers[place].post(f"/curate/collections/{slug}/address", data={"slug": "damp-homes", "was": slug})
        return answer.status_code, answer.text

    answers = all_at_once(rename)
    assert {status for status, _ in answers} <= {303, 409, 422}
    # Of the two who rename the same one, the second may come after the first is done, and is then led to it.
    assert 1 <= Counter(status for status, _ in answers)[303] <= 2
    assert all("Another collection has this address" in said for status, said in answers if status == 422)
    with people.app_context():
        assert db.session.scalar(select(func.count()).where(Collection.slug == "damp-homes")) == 1


def test_of_several_accounts_of_one_address_one_is_made_and_the_others_hear_why(people: Flask) -> None:
    assert Counter(all_at_once(lambda _: outcome(people))) == {"made": 1, "taken": AT_ONCE - 1}
    options = ["--name", "A", "--password", "three random words", "--body", "anytown-region"]
    again = people.test_cli_runner().invoke(args=["accounts", "add", "one@body.example", *options])
    assert "There is an account of one@body.example already" in again.output
    with people.app_context():
        assert db.session.scalar(select(func.count()).where(Account.email == "one@body.example")) == 1


def outcome(app: Flask) -> str:
    with app.app_context():
        session = db.session()
        try:
            database.committed(session, lambda: accounts.add_account(session, None, "one@body.example", "A", None))
        except accounts.Taken:
            return "taken"
        return "made"


def test_a_body_that_several_ask_at_once_is_asked_once(people: Flask, as_: As) -> None:
    browsers = [as_("owner") for _ in range(AT_ONCE)]
    answers = all_at_once(lambda place: browsers[place].post("/curate/collections/draft-one/bodies", data={"body": "elsewhere-region"}))
    assert [it.status_code for it in answers] == [303] * AT_ONCE
    with people.app_context():
        found = db.session.scalars(select(Collection).where(Collection.slug == "draft-one")).one()
        assert [it.body.slug for it in found.curators] == ["anytown-region", "elsewhere-region"]


def test_publishing_at_once_shows_the_version_that_was_seen(people: Flask, as_: As) -> None:
    browsers = [as_("owner") for _ in range(AT_ONCE)]
    answers = all_at_once(lambda place: browsers[place].post("/curate/collections/draft-one/publish", data={"version": "1"}))
    assert {it.status_code for it in answers} == {303}
    with people.app_context():
        found = db.session.scalars(select(Collection).where(Collection.slug == "draft-one")).one()
        items = db.session.scalar(select(func.count()).where(PublishedItem.collection_id == found.id))
        assert (found.state, found.published_version, items) == ("published", 1, 2)


def test_publishing_while_others_change_never_shows_what_was_not_seen(people: Flask, as_: As) -> None:
    browsers = [as_("owner") for _ in range(AT_ONCE)]

    def act(place: int) -> int:
        at = "/curate/collections/draft-one"
        if place % 2:
            return browsers[place].post(f"{at}/publish", data={"version": "1"}).status_code
        return browsers[place].post(f"{at}/description", data={"version": "1", "title": f"Title {place}"}).status_code

    answers = all_at_once(act)
    assert set(answers) <= {303, 409}
    assert Counter(answers[0::2])[303] == 1
    with people.app_context():
        found = db.session.scalars(select(Collection).where(Collection.slug == "draft-one")).one()
        assert (found.version, found.published_version in (1, None)) == (2, True)


def test_a_stale_form_is_answered_with_the_choice(as_: As) -> None:
    first, second = as_("editor"), as_("owner")
    at = "/curate/collections/draft-one/description"
    assert first.post(at, data={"version": "1", "title": "Mine"}).status_code == 303
    assert second.post(at, data={"version": "1", "title": "Theirs"}).status_code == 409
