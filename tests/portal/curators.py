"""People and collections for tests: regional bodies, somebody in each role, and a collection in each state."""

from __future__ import annotations

import flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.accounts import signing, store
from portal.accounts.models import Account, RegionalBody, Role
from portal.curation import contents, remarks, sharing
from portal.curation import store as collections
from portal.curation.contents import Contents
from portal.curation.models import Collection

#: A case study of the frozen corpus, one that was taken down, one that is renamed (by its old name).
PRESENT, ANOTHER = "lincoln-housing-repairs-system", "camden-damp-sensors"
WITHDRAWN = "dorset-parking-app"

PASSWORD = "three random words"

#: Who asks, as tests name them, with their role in the first body.
MEMBERS: dict[str, Role] = {"reviewer": "reviewer", "editor": "editor", "owner": "owner"}
SOMEBODY = ("stranger", *MEMBERS, "owner of another body", "site editor", "disabled")


def email_of(name: str) -> str:
    """The address of somebody who is named so in tests."""
    return f"{name.replace(' ', '.')}@body.example"


def populate(session: Session, password: str | None = None) -> None:
    """Everybody, two bodies and `abandoned-region`, whose only owner is disabled; the collections `draft-one`, `open-one` and `old-one`
    of the first, and two that it shares, or asks to share, with the second: `shared-one` and `asked-one`. Committed."""
    first, second = body(session, "anytown-region"), body(session, "elsewhere-region")
    people = {name: store.add_account(session, None, email_of(name), f"The {name}", password) for name in SOMEBODY}
    for name, role in MEMBERS.items():
        store.set_role(session, None, people[name], first, role)
    store.set_role(session, None, people["owner of another body"], second, "owner")
    for each in (first, body(session, "abandoned-region")):
        store.set_role(session, None, people["disabled"], each, "owner")
    store.set_disabled(session, None, people["disabled"], True)
    store.set_site_editor(session, None, people["site editor"], True)
    for title, state in (("Draft one", "draft"), ("Open one", "published"), ("Old one", "archived")):
        made = collection(session, first, title, people["owner"])
        if state != "draft":
            collections.publish(session, people["owner"], made, 1, "")
        if state == "archived":
            collections.set_state(session, people["owner"], made, 1, "archived")
        if state == "draft":
            remarks.say(session, people["reviewer"], made, 1, "remark", "Good")
    for title, joined in (("Shared one", True), ("Asked one", False)):
        asked = sharing.ask(session, people["owner"], collection(session, first, title, people["owner"]), second)
        if asked and joined:
            sharing.accept(session, people["owner of another body"], asked)
    session.commit()


def body(session: Session, slug: str) -> RegionalBody:
    """A regional body, made if it is not there."""
    store.keep_body(session, slug, slug.replace("-", " ").title(), "combined-authority", "Anywhere", "")
    session.flush()
    found = store.body_named(session, slug)
    assert found
    return found


def collection(session: Session, of: RegionalBody, title: str, by: Account | None = None, *slugs: str) -> Collection:
    """A draft with these case studies, or with two."""
    held = contents.add(slugs or (PRESENT, ANOTHER))(Contents(title=title, introduction="For those who begin."))
    return collections.new_collection(session, by, of, held)


def person(session: Session, name: str) -> Account:
    """Somebody, by what tests call them."""
    found = store.account_of(session, email_of(name))
    assert found
    return found


def sign_in(client: FlaskClient, account: Account) -> None:
    """Give a browser the session that signing in would have."""
    with client.application.test_request_context():
        signing.begin(account)
        begun = dict(flask.session)
    with client.session_transaction() as kept:
        kept.clear()
        kept.update(begun)
