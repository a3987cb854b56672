"""Who belongs to a regional body: invited by a link that works once, given roles, taken out; never without an owner."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask

from portal.accounts import letters, people, store
from portal.accounts.models import Account, Invitation
from portal.extensions import db, now
from portal.mail import MailNotSent
from tests.portal.accounts.conftest import EMAIL, Browser, link_in, log, make
from tests.portal.curators import PASSWORD, body, sign_in

PEOPLE = "/curate/bodies/anytown-region/people"
NEW = "new@anytown.example"


@pytest.fixture
def owner(curator: Account, browser: Browser) -> Browser:
    """The browser of an owner, signed in."""
    sign_in(browser.client, curator)
    return browser


def link_of(owner: Browser, email: str = NEW, role: str = "editor") -> str:
    """The link that an owner is shown to hand over."""
    text = owner.post(PEOPLE, 200, email=email, role=role).text
    return "/invitation?key=" + text.partition("/invitation?key=")[2].partition("<")[0]


def test_somebody_new_makes_an_account_and_belongs(owner: Browser, another: Browser, tables: Flask) -> None:
    link = link_of(owner)
    assert "Join Anytown Region" in another.get(link).main
    action = link.replace("/invitation", "/invitation/new-account")
    another.post(action, form=link, name="New", password="kettle marmalade harbour")
    page = another.get(PEOPLE)
    assert "New, editor" in page.main
    assert "Made New editor of Anytown Region" in log(tables)
    assert Browser(tables, tables.test_client()).get(link, 404).h1 == "This link opens nothing"


def test_somebody_with_an_account_signs_in_and_is_led_back(owner: Browser, another: Browser, tables: Flask) -> None:
    make(tables, NEW)
    link = link_of(owner, role="reviewer")
    [to_sign_in] = [href for words, href in another.get(link).links.items() if href.startswith("/sign-in?next=") and words == "Sign in"]
    back = another.post(to_sign_in, email=NEW, password=PASSWORD).headers["Location"]
    assert back == link
    another.post(back)
    assert "reviewer" in another.get(PEOPLE).main


def test_a_mailed_link_is_shown_to_nobody_else(owner: Browser, mail: list[EmailMessage]) -> None:
    page = owner.page_of(PEOPLE, email=NEW, role="owner")
    assert "/invitation?key=" not in page.response.text
    assert mail[0]["To"] == NEW
    assert link_in(mail[0]).startswith("/invitation?key=")


@pytest.mark.parametrize("what", ["called back", "too old", "invited again", "spoilt"])
def test_a_link_opens_nothing(owner: Browser, another: Browser, tables: Flask, what: str) -> None:
    link = link_of(owner)
    if what == "called back":
        owner.post("/curate/bodies/anytown-region/invitations/1/call-back", form=PEOPLE)
    elif what == "invited again":
        link_of(owner)
    elif what == "spoilt":
        link = link.replace("key=", "key=x")
    else:
        with tables.app_context():
            db.session.query(Invitation).one().expires = now() - timedelta(seconds=1)
            db.session.commit()
    another.get(link, 404)


def test_of_two_with_one_link_one_joins(owner: Browser, tables: Flask) -> None:
    link_of(owner)
    first, second = (make(tables, f"{name}@anytown.example").id for name in ("first", "second"))
    with tables.app_context():
        found = people.invitation(db.session(), 1)
        assert found
        one, two = (store.account(db.session(), number) for number in (first, second))
        assert one
        assert two
        people.accept(db.session(), one, found)
        with pytest.raises(people.NotOpen):
            people.accept(db.session(), two, found)


def test_an_invitation_that_was_taken_up_is_not_called_back(owner: Browser, tables: Flask) -> None:
    link_of(owner)
    with tables.app_context():
        session = db.session()
        it, by = session.query(Invitation).one(), store.account_of(session, EMAIL)
        assert by
        people.accept(session, store.add_account(session, None, NEW, "New", None), it)
        with pytest.raises(people.NotOpen):
            people.call_back(session, by, it)


def test_a_mail_that_cannot_be_sent_is_told_and_the_invitation_is_kept(
    owner: Browser, mail: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(server: str, message: EmailMessage) -> None:
        raise MailNotSent("The mail server did not take a message.")

    monkeypatch.setattr(letters, "send_mail", broken)
    page = owner.page_of(PEOPLE, 422, email=NEW, role="editor")
    assert "the mail with the link could not be sent" in page.main
    assert "/invitation?key=" not in page.response.text
    assert f"{NEW}, as editor" in owner.get(PEOPLE).main


def test_an_owner_who_opens_a_lesser_invitation_stays_owner(owner: Browser, tables: Flask) -> None:
    link = link_of(owner)
    assert "already" in owner.page_of(link, 409).main
    assert "owner" in owner.get(PEOPLE).main


def test_each_button_names_whom_it_is_about_and_shows_no_markup(owner: Browser, tables: Flask) -> None:
    with tables.app_context():
        made = store.add_account(db.session(), None, NEW, "<b>New</b>", PASSWORD)
        store.set_role(db.session(), None, made, body(db.session(), "anytown-region"), "editor")
        db.session.commit()
    page = owner.get(PEOPLE)
    assert "Take out <b>New</b>" in page.main, "what they are called is shown as it was typed"
    assert "&lt;b&gt;New" in page.response.text
    assert "span" not in page.main


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "a@b.example\nBcc: x@y.example", EMAIL, "<b>@x.example"])
def test_these_are_not_invited(owner: Browser, email: str) -> None:
    owner.post(PEOPLE, 422, email=email, role="editor")


def test_when_as_many_are_open_as_may_be_one_of_them_can_be_sent_again(owner: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "MOST_OPEN", 1)
    first = link_of(owner)
    assert link_of(owner) != first
    assert "Call some back first" in owner.page_of(PEOPLE, 422, email="other@anytown.example", role="editor").main


def test_no_role_is_made_up(owner: Browser, curator: Account) -> None:
    owner.post(PEOPLE, 422, email=NEW, role="god")
    owner.post(f"{PEOPLE}/{curator.id}", 400, form=PEOPLE, role="god")


@pytest.mark.parametrize("path", ["", "/take-out"])
def test_the_last_owner_stays(owner: Browser, curator: Account, tables: Flask, path: str) -> None:
    second = make(tables, "second@anytown.example", "owner")
    tables.test_cli_runner().invoke(args=["accounts", "disable", second.email])
    assert "must keep an owner" in owner.page_of(f"{PEOPLE}/{curator.id}{path}", 409, form=PEOPLE, role="editor").main
    tables.test_cli_runner().invoke(args=["accounts", "disable", second.email, "--undo"])
    owner.post(f"{PEOPLE}/{curator.id}{path}", form=PEOPLE, role="editor")


def test_of_two_owners_who_take_each_other_out_one_stays(owner: Browser, curator: Account, tables: Flask) -> None:
    second = make(tables, "second@anytown.example", "owner")
    with tables.app_context():
        session = db.session()
        of = body(session, "anytown-region")
        mine, theirs = people.member(of, curator.id), people.member(of, second.id)
        assert mine
        assert theirs
        people.change_role(session, mine.account, theirs, None)
        session.commit()
        people.change_role(session, mine.account, mine, "owner")
        with pytest.raises(people.LastOwner):
            people.change_role(session, mine.account, mine, None)


def test_a_member_leaves_and_can_do_nothing_there_any_more(owner: Browser, another: Browser, tables: Flask) -> None:
    member = make(tables, NEW, "reviewer")
    sign_in(another.client, member)
    another.post(f"{PEOPLE}/{member.id}/take-out", form=PEOPLE)
    another.get(PEOPLE, 404)


def test_the_first_owner_is_named_by_an_editor_of_the_site(browser: Browser, another: Browser, tables: Flask) -> None:
    editor = make(tables, EMAIL)
    tables.test_cli_runner().invoke(args=["accounts", "promote", EMAIL])
    tables.test_cli_runner().invoke(args=["bodies", "add", "empty", "--name", "Empty Region"])
    sign_in(browser.client, editor)
    assert "no owner" in browser.get("/editors/bodies").main
    text = browser.post("/editors/bodies/empty/owner", 200, email=NEW).text
    link = "/invitation?key=" + text.partition("/invitation?key=")[2].partition("<")[0]
    another.post(link.replace("/invitation", "/invitation/new-account"), form=link, name="New", password="kettle marmalade harbour")
    assert "New, owner" in another.get("/curate/bodies/empty/people").main
    browser.get("/curate/bodies/empty/people", 404)
    assert "Invite an owner" not in browser.get("/editors/bodies").main, "who sees to the site does not let themselves into a body"


def test_an_invitation_of_one_body_cannot_be_called_back_from_another(owner: Browser, tables: Flask) -> None:
    other = make(tables, "other@elsewhere.example")
    with tables.app_context():
        session = db.session()
        by, of = store.account(session, other.id), body(session, "elsewhere-region")
        assert by
        made = people.invite(session, by, of, NEW, "editor")
        session.commit()
        number = made.id
    owner.post(f"/curate/bodies/anytown-region/invitations/{number}/call-back", 404, form=PEOPLE)


def test_no_form_works_without_its_token(owner: Browser, another: Browser, curator: Account) -> None:
    link = link_of(owner)
    for path in (PEOPLE, f"{PEOPLE}/{curator.id}", "/account/password", "/account/second-factor", "/editors/bodies/anytown-region/owner"):
        assert owner.client.post(path, data={"role": "owner"}).status_code == 400
    for path in (link, link.replace("/invitation", "/invitation/new-account"), "/forgotten", "/sign-in/code", "/reset?key=x"):
        assert another.client.post(path).status_code == 400


def test_a_link_is_told_to_no_other_site_and_kept_by_nobody(owner: Browser, another: Browser) -> None:
    answer = another.client.get(link_of(owner))
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")
